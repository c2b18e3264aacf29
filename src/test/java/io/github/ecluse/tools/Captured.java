package io.github.ecluse.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Outputs of the tools, as they were printed. */
final class Captured {
  private Captured() {}

  static JsonNode output(String file) {
    try (InputStream captured = Captured.class.getResourceAsStream("/tools/" + file)) {
      return new ObjectMapper().readTree(captured);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
