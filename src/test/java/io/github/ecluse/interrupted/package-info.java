/**
 * A run of the pipeline is interrupted at each call that it makes to Docker, Compose or the
 * registry, and what it promises is looked at afterwards.
 */
package io.github.ecluse.interrupted;
