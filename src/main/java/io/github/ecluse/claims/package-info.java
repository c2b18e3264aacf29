/** The claims that a stack can make, and the annotation by which a check names its own. */
package io.github.ecluse.claims;
