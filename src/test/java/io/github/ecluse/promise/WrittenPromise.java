package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file {@code ecluse.yml} that a test writes. */
final class WrittenPromise {
  private WrittenPromise() {}

  /** Writes the file into a directory, and reads what it promises. */
  static Promise read(Path directory, String text) throws IOException {
    Files.writeString(directory.resolve(Promise.FILE), text);
    return Promise.in(directory);
  }

  /** Asserts that such a file is refused in one line, which names the line and the problem. */
  static void assertRefused(Path directory, String text, int line, String problem) {
    assertThatThrownBy(() -> read(directory, text))
        .isInstanceOf(PromiseException.class)
        .hasMessageStartingWith("ecluse.yml:" + line + ": " + problem)
        .message()
        .hasLineCount(1);
  }
}
