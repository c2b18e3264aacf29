/** Writes a first {@code ecluse.yml} for a directory from what is found there. */
package io.github.ecluse.init;
