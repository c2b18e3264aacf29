package io.github.ecluse.junit;

import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.stack.Evidence;
import io.github.ecluse.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.opentest4j.AssertionFailedError;

/** The report of a failure: the evidence saved under {@code target/}, and the likely cause. */
final class FailureReport {
  private final Path folder;
  private final Evidence evidence;

  /**
   * Creates a report.
   *
   * @param test the name of the test, which is that of its folder
   */
  FailureReport(String test, Evidence evidence) {
    folder = Settings.output().resolve("failures").resolve(test);
    this.evidence = evidence;
  }

  /**
   * Saves the evidence, and returns the failure with the state of the stack, the likely cause, the
   * remedy, and the folder of the evidence. Expected and actual values survive.
   */
  AssertionError of(Throwable failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    String advice =
        FailureModes.in(message + "\n" + evidence.summary()).map(FailureReport::advice).orElse("");
    String whole =
        "%s%n  seen:         %s%n%s  evidence:     %s"
            .formatted(message, evidence.summary(), advice, saved());
    AssertionError reported =
        failure instanceof AssertionFailedError failed
                && failed.isExpectedDefined()
                && failed.isActualDefined()
            ? new AssertionFailedError(whole, failed.getExpected(), failed.getActual(), failure)
            : new AssertionError(whole, failure);
    reported.setStackTrace(failure.getStackTrace());
    return reported;
  }

  private static String advice(FailureMode mode) {
    return "  likely cause: %s: %s%n  remedy:       %s%n"
        .formatted(mode.name(), mode.cause(), mode.remedy());
  }

  /** Returns where the evidence is, or why it could not be saved. */
  private String saved() {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : evidence.files().entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue() + "\n");
      }
      return folder.toString();
    } catch (IOException e) {
      return "not saved: " + e;
    }
  }
}
