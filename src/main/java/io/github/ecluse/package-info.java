/** The root of the library: the one exception from which all others are derived. */
package io.github.ecluse;
