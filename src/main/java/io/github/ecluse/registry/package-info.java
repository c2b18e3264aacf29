/** Reads a registry over HTTP: catalog, tags, manifests, digests, layers. */
package io.github.ecluse.registry;
