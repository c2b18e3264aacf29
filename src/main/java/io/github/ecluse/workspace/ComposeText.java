package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A text of a configuration as {@code docker compose config} prints it, with each dollar doubled.
 */
final class ComposeText {
  private ComposeText() {}

  /** Returns what it is without that. */
  static String of(JsonNode value) {
    return value.asText().replace("$$", "$");
  }
}
