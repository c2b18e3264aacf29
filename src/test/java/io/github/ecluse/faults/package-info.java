/** Seeded faults: what people get wrong in such a stack, and whether the gate finds it. */
package io.github.ecluse.faults;
