package io.github.ecluse.junit;

import io.github.ecluse.EcluseException;
import io.github.ecluse.diagnosis.FailureMode;
import io.github.ecluse.diagnosis.FailureModes;
import io.github.ecluse.pipeline.Explanation;
import io.github.ecluse.stack.Evidence;
import io.github.ecluse.workspace.Settings;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/** The report of a failure: the evidence saved under {@code target/}, and the likely cause. */
final class FailureReport {
  private static final Pattern OF_REGISTRY = Pattern.compile("registry|/v2/");

  private final Evidence evidence;
  private final Throwable failure;
  private final Map<String, String> facts = new LinkedHashMap<>();

  /**
   * Creates a report, and saves the evidence.
   *
   * @param test the name of the test, which is that of its folder
   */
  FailureReport(String test, Evidence evidence, Throwable failure) {
    this.evidence = evidence;
    this.failure = failure;
    String message = evidence.mask().over(messageOf(failure));
    facts.put("failure", message);
    facts.put("seen", evidence.summary());
    likely(message, evidence.summary()).ifPresent(this::addAdvice);
    facts.put("evidence", saved(Settings.output().resolve("failures").resolve(test)));
  }

  /** Returns the message, or the class if it has none: JUnit takes no entry without text. */
  static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
  }

  /**
   * Returns the failure mode that a failure and what was seen after it show: the one that the
   * pipeline names, if it does. What another program says is none of the registry's, unless the
   * failure is about a registry or this one does not answer.
   */
  static Optional<FailureMode> likely(String message, String seen) {
    Optional<FailureMode> told =
        Explanation.in(message.lines().toList())
            .flatMap(explained -> FailureModes.named(explained.failure()));
    if (told.isPresent()) {
      return told;
    }
    boolean isOfRegistry =
        OF_REGISTRY.matcher(message).find() || seen.contains(Evidence.NO_REGISTRY);
    return FailureModes.in(message + "\n" + seen)
        .filter(mode -> isOfRegistry || !mode.name().startsWith("registry-"));
  }

  private void addAdvice(FailureMode mode) {
    facts.put("likely cause", mode.name() + ": " + mode.cause());
    facts.put("remedy", remedy(mode.remedy(), StackDirectory::given));
  }

  /** Returns a remedy with the command by which a stack deploys, in place of this project's own. */
  static String remedy(String remedy, Supplier<StackDirectory> stack) {
    try {
      return remedy.replace("./build.sh", stack.get().promise().deploy());
    } catch (EcluseException e) {
      // Its ecluse.yml can't be read, which the stack says at its start.
      return remedy;
    }
  }

  /**
   * Returns what is known: the {@code failure}'s message, what was {@code seen}, the {@code likely
   * cause} and the {@code remedy} where there is one, and the folder of the {@code evidence}.
   */
  Map<String, String> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** Returns the failure with all that is known. Expected and actual values survive. */
  AssertionError error() {
    StringBuilder whole = new StringBuilder(facts.get("failure"));
    facts.forEach(
        (name, text) -> {
          if (!name.equals("failure")) {
            whole.append("%n  %-13s %s".formatted(name + ":", text));
          }
        });
    AssertionError reported = error(whole.toString());
    reported.setStackTrace(failure.getStackTrace());
    return reported;
  }

  /** A cause is told with all that it says, so that one with a secret is left out. */
  private AssertionError error(String message) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    Throwable cause = evidence.mask().hides(trace.toString()) ? null : failure;
    return failure instanceof AssertionFailedError failed
            && failed.isExpectedDefined()
            && failed.isActualDefined()
        ? new AssertionFailedError(
            message, masked(failed.getExpected()), masked(failed.getActual()), cause)
        : new AssertionError(message, cause);
  }

  private Object masked(ValueWrapper value) {
    String text = String.valueOf(value.getStringRepresentation());
    return evidence.mask().hides(text) ? evidence.mask().over(text) : value;
  }

  /** Returns where the evidence is, or why it could not be saved. */
  private String saved(Path folder) {
    try {
      EvidenceFolder.write(folder, evidence.files());
      return folder.toString();
    } catch (IOException e) {
      return "not saved: " + e;
    }
  }
}
