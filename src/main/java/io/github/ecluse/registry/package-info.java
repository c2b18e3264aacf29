/** Reads a registry over HTTP: catalog, tags, manifests, digests. */
package io.github.ecluse.registry;
