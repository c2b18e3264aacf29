/** The gate as a whole, run in another JVM on a stack of one's choice, and its outcome. */
package io.github.ecluse.gate;
