/** Runs a command, with a time limit; its result; its failure. */
package io.github.ecluse.process;
