package io.github.ecluse.pipeline;

import io.github.ecluse.registry.Digest;
import java.time.Instant;

/**
 * What a run of the pipeline deployed.
 *
 * @param digest the digest that the push printed
 * @param startedAt when the run began
 */
public record Release(Digest digest, Instant startedAt) {}
