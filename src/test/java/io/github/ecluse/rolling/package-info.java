/** Releases without an interruption, versions, and the registry's garbage. */
package io.github.ecluse.rolling;
