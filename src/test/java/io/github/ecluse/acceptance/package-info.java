/** The gate itself: ordered classes, each one part of what the document claims. */
package io.github.ecluse.acceptance;
