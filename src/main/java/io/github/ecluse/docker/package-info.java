/** Containers, images, networks and volumes as they are now. */
package io.github.ecluse.docker;
