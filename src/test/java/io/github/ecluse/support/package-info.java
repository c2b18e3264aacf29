/** What tests of several packages need beside the library. */
package io.github.ecluse.support;
