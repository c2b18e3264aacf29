package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Reports of a stack that can't be asked any more. */
final class WithoutEvidence extends Reporter {
  @Override
  Evidence evidence(ExtensionContext context) {
    throw new UncheckedIOException(new IOException("the engine is gone"));
  }
}
