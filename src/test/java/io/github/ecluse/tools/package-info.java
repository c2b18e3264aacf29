/** Seeded faults, put to tools that people have instead of the gate. */
package io.github.ecluse.tools;
