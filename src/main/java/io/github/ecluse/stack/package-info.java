/** One running stack, and what it leaves to explain a failure. */
package io.github.ecluse.stack;
