package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.Journal;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Reports the failures of a class that starts its stacks by itself. */
final class OwnStacksExtension extends FailureReporter {
  private final Journal journal = new Journal();

  @Override
  Evidence evidence(ExtensionContext context) {
    return startedByTheTest(context).orElseGet(Evidence::ofContainers);
  }

  @Override
  Journal journal(ExtensionContext context) {
    return journal;
  }
}
