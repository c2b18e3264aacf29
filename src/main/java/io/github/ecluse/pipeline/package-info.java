/** Runs {@code build.sh}, and keeps the history of its releases. */
package io.github.ecluse.pipeline;
