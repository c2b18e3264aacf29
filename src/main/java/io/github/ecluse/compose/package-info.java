/** One Compose project: up, down, its services and their states. */
package io.github.ecluse.compose;
