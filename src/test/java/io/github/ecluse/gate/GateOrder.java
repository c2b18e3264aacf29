package io.github.ecluse.gate;

import java.util.List;
import java.util.Map;

/**
 * What a {@link GateWorker} is to run.
 *
 * @param properties system properties of the run
 * @param arguments as the console launcher takes them
 * @param log the file that gets what the run prints
 */
record GateOrder(Map<String, String> properties, List<String> arguments, String log) {}
