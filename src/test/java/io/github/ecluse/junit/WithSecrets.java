package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Reports of a stack whose container has a password. */
final class WithSecrets extends Reporter {
  static final String SECRET = "correct-horse";

  @Override
  Evidence evidence(ExtensionContext context) {
    return new Evidence(
        "db exited", Map.of("inspect.json", "{\"Env\": [\"DB_PASS=%s\"]}".formatted(SECRET)));
  }
}
