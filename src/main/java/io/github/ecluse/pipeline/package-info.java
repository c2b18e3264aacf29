/** Runs {@code build.sh}; the release that came of it. */
package io.github.ecluse.pipeline;
