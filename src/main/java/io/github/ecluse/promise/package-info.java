/** Reads {@code ecluse.yml}: what a stack promises, with a default for each key. */
package io.github.ecluse.promise;
