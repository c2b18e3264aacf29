/** The gate as a whole, run in a JVM of its own on a stack of one's choice, and its outcome. */
package io.github.ecluse.gate;
