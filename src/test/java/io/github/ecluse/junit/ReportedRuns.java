package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * Runs test classes by JUnit's own test kit. Their evidence is written into a folder of its own.
 */
abstract class ReportedRuns {
  private static final String OUTPUT = "ecluse.output";

  @TempDir Path output;

  @BeforeEach
  void writeElsewhere() {
    System.setProperty(OUTPUT, output.toString());
  }

  @AfterEach
  void writeAsBefore() {
    System.clearProperty(OUTPUT);
  }

  static EngineExecutionResults run(Class<?> test) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute();
  }

  /** Returns the one failure of a class. */
  static Throwable failure(Class<?> test) {
    List<Event> failed = run(test).testEvents().failed().list();
    assertThat(failed).hasSize(1);
    return throwable(failed.get(0));
  }

  static Throwable throwable(Event failed) {
    return failed
        .getPayload(TestExecutionResult.class)
        .flatMap(TestExecutionResult::getThrowable)
        .orElseThrow();
  }
}
