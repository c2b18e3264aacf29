/** The registry with TLS and a login ({@code compose.secure.yml}), and its failures. */
package io.github.ecluse.secure;
