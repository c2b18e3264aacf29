/** The pipeline and the gate, measured beside what people do without them. */
package io.github.ecluse.bench;
