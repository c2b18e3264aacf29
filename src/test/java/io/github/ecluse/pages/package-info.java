/**
 * Checks of README, docs and decisions: links, names, commands, numbers, and the length of text.
 */
package io.github.ecluse.pages;
