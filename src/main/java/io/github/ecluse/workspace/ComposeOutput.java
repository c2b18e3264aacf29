package io.github.ecluse.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.process.CommandResult;

/** What {@code docker compose config --format json} prints. */
final class ComposeOutput {
  private ComposeOutput() {}

  /**
   * {@return the configuration that it has printed}
   *
   * @throws IllegalStateException if that is no JSON
   */
  static JsonNode json(CommandResult config) {
    try {
      return new ObjectMapper().readTree(config.stdout());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Compose printed no JSON: " + config.stdout(), e);
    }
  }
}
