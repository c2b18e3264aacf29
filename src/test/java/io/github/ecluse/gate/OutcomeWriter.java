package io.github.ecluse.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.gate.Outcome.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes each {@link Outcome} to a file when it falls, as one line of JSON. The last line is {@link
 * #END}, so that a reader can tell a run that ended from one that was cut short.
 */
final class OutcomeWriter implements TestExecutionListener, AutoCloseable {
  /** The line after the last outcome. */
  static final String END = "\"end\"";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names of JUnit's segments for one of several invocations of a method. */
  private static final List<String> INVOCATIONS =
      List.of("test-template-invocation", "dynamic-test");

  /** JUnit's class that asks extensions for parameters. */
  private static final String RESOLUTION = "org.junit.jupiter.engine.execution.ParameterResolution";

  private final Writer file;
  private TestPlan plan;

  /**
   * Creates the file, or empties it.
   *
   * @throws IOException if the file can't be written
   */
  OutcomeWriter(Path file) throws IOException {
    this.file = Files.newBufferedWriter(file);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    write(new Outcome(name(test), Status.SKIPPED, reason));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      succeeded(test);
      return;
    }
    Throwable cause = result.getThrowable().orElseGet(() -> new AssertionError("no reason given"));
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    write(new Outcome(name(test), status(result, cause), message));
  }

  /** A class or an engine that succeeded says nothing about its checks: those have their lines. */
  private void succeeded(TestIdentifier test) {
    if (!(test.getSource().orElse(null) instanceof MethodSource)) {
      return;
    }
    if (test.isTest() || !plan.getChildren(test).isEmpty()) {
      write(new Outcome(name(test), Status.PASSED, ""));
    } else {
      write(new Outcome(name(test), Status.SKIPPED, "it had no invocations"));
    }
  }

  private static Status status(TestExecutionResult result, Throwable cause) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      return Status.ABORTED;
    }
    boolean unresolved =
        Arrays.stream(cause.getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith(RESOLUTION));
    return unresolved ? Status.WITHOUT_STACK : Status.FAILED;
  }

  /** Returns the name that an {@link Outcome} has for a test, a class or an engine. */
  static String name(TestIdentifier test) {
    Optional<TestSource> source = test.getSource();
    if (source.orElse(null) instanceof MethodSource method) {
      return simple(method.getClassName()) + "." + method.getMethodName() + invocation(test);
    }
    if (source.orElse(null) instanceof ClassSource type) {
      return simple(type.getClassName());
    }
    return test.getDisplayName();
  }

  private static String invocation(TestIdentifier test) {
    UniqueId.Segment last = test.getUniqueIdObject().getLastSegment();
    return INVOCATIONS.contains(last.getType()) ? "[" + last.getValue().replace("#", "") + "]" : "";
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private void write(Outcome outcome) {
    try {
      writeLine(JSON.writeValueAsString(outcome));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that the run has come to its end. */
  void end() {
    writeLine(END);
  }

  private synchronized void writeLine(String line) {
    try {
      file.write(line + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
