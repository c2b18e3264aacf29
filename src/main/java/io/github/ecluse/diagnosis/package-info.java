/** Failure modes: symptom, cause, remedy. */
package io.github.ecluse.diagnosis;
