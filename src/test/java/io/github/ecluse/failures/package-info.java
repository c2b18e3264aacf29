/** Failures that people really meet: each brought about, explained, mended, and nothing lost. */
package io.github.ecluse.failures;
