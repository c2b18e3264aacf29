/** Compose files and Dockerfiles as people write them, and the mistakes that they make in them. */
package io.github.ecluse.files;
