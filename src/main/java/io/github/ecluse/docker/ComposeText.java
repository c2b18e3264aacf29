package io.github.ecluse.docker;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A text of a configuration as {@code docker compose config} prints it, with each dollar doubled.
 */
public final class ComposeText {
  private ComposeText() {}

  /**
   * {@return what it is without that}
   *
   * @param value a text of the configuration; empty if it has none at that place
   */
  public static String of(JsonNode value) {
    return value.asText().replace("$$", "$");
  }
}
