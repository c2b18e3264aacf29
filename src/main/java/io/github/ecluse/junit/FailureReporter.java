package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.Journal;
import io.github.ecluse.stack.StackNotReadyException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.IncompleteExecutionException;

/** Adds the evidence to each failure of a test, wherever in its life it fails. */
abstract class FailureReporter
    implements ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler,
        InvocationInterceptor {
  private static final Namespace NAMESPACE = Namespace.create(FailureReporter.class);
  private static final String REPORTED = "reported";

  /** Collects the evidence of the stack that a test uses. */
  abstract Evidence evidence(ExtensionContext context);

  /** Called after each failure. */
  void noteFailure(ExtensionContext context) {}

  /** Returns the journal of the run. */
  abstract Journal journal(ExtensionContext context);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestStacks.class;
  }

  /** Returns the stacks that the test starts by itself. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(TestStacks.class, key -> new TestStacks(), TestStacks.class);
  }

  /** Collects the evidence of the last stack that the test has started by itself, if any. */
  static Optional<Evidence> startedByTheTest(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(TestStacks.class, TestStacks.class))
        .flatMap(TestStacks::evidence);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw reported(context, TestName.of(context), failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw reported(context, TestName.of(context), failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw reported(context, TestName.of(context) + ".afterEach", failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw reported(context, TestName.of(context) + ".beforeAll", failure);
  }

  @Override
  public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw reported(context, TestName.of(context) + ".afterAll", failure);
  }

  /** A dynamic test has no exception handlers. */
  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation,
      DynamicTestInvocationContext dynamicTest,
      ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      throw reported(context, TestName.of(context), e);
    }
  }

  private Throwable reported(ExtensionContext context, String test, Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    if (failure instanceof IncompleteExecutionException) {
      journal(context)
          .record(context.getDisplayName() + " skipped", FailureReport.messageOf(failure));
      return failure;
    }
    if (context.getStore(NAMESPACE).get(REPORTED) == thrown) {
      // By another extension of the same class.
      return thrown;
    }
    Evidence evidence = evidence(context, failure);
    FailureReport report = new FailureReport(test, evidence, failure);
    AssertionError reported = report.error();
    publish(report, evidence, context, reported);
    noteFailure(context);
    context.getStore(NAMESPACE).put(REPORTED, reported);
    return reported;
  }

  private Evidence evidence(ExtensionContext context, Throwable failure) {
    if (failure instanceof StackNotReadyException notReady) {
      return notReady.evidence();
    }
    try {
      return evidence(context);
    } catch (RuntimeException e) {
      return new Evidence("no evidence: " + e, Map.of());
    }
  }

  /** Unwraps the failure to resolve a parameter, whose cause says why there is no stack. */
  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof ParameterResolutionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** A report that can't be written must not hide the failure. */
  private static void publish(
      FailureReport report, Evidence evidence, ExtensionContext context, AssertionError reported) {
    try {
      context.publishReportEntry(report.facts());
      evidence
          .files()
          .forEach(
              (name, text) ->
                  context.publishFile(
                      name, MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, text)));
    } catch (RuntimeException e) {
      reported.addSuppressed(e);
    }
  }
}
