package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.Journal;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Reports as the library does, on a stack that is not there. */
class Reporter extends FailureReporter {
  @Override
  Evidence evidence(ExtensionContext context) {
    return new Evidence("db exited/none", Map.of("services.log", "a log"));
  }

  @Override
  Journal journal(ExtensionContext context) {
    return new Journal();
  }
}
