/** Containers of the gate's own, which Testcontainers starts: registry, probes, processes. */
package io.github.ecluse.containers;
