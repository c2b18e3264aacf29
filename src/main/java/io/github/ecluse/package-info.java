/**
 * The root of the library: the exception from which all others are derived, and what the lowest
 * packages share.
 */
package io.github.ecluse;
