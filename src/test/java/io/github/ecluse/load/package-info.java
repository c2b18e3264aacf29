/** A steady load of requests, and what came of each. */
package io.github.ecluse.load;
