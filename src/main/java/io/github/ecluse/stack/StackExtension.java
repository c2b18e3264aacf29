package io.github.ecluse.stack;

import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the stack, tells on the console what goes on, and lets no failure pass without its
 * evidence.
 */
final class StackExtension
    implements ParameterResolver,
        BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(StackExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    journal(context).say("── " + context.getDisplayName());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent(Start.class, key -> Start.made(journal(context)), Start.class)
        .orThrow();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (failure instanceof TestAbortedException) {
      journal(context).record(context.getDisplayName() + " skipped", failure.getMessage());
      throw failure;
    }
    throw told(context, context.getRequiredTestMethod().getName(), failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    handleTestExecutionException(context, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw told(context, "beforeAll", failure);
  }

  private static AssertionError told(ExtensionContext context, String method, Throwable thrown) {
    Optional<Stack> stack = stack(context);
    String test = context.getRequiredTestClass().getSimpleName() + "." + method;
    Throwable failure = withoutWrapping(thrown);
    Evidence evidence =
        failure instanceof StackNotReadyException notReady
            ? notReady.evidence()
            : stack.map(Evidence::of).orElseGet(Evidence::ofContainers);
    AssertionError told = evidence.of(test, failure);
    evidence
        .files()
        .forEach(
            (name, text) ->
                context.publishFile(
                    name, MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, text)));
    stack.ifPresent(Stack::leaveUneven);
    return told;
  }

  /** That a parameter was wanted is no news to who asks why there is no stack. */
  private static Throwable withoutWrapping(Throwable failure) {
    return failure instanceof ParameterResolutionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    stack(context).ifPresent(Stack::level);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stack(context).ifPresent(Stack::restoreSource);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    journal(context).takeEntries().forEach(context::publishReportEntry);
  }

  private static Optional<Stack> stack(ExtensionContext context) {
    return Optional.ofNullable(store(context).get(Start.class, Start.class)).map(Start::stack);
  }

  private static Journal journal(ExtensionContext context) {
    return store(context).computeIfAbsent(Journal.class, key -> new Journal(), Journal.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }

  /** One that failed is not tried again: every check fails at once, for the same reason. */
  private record Start(Stack stack, RuntimeException failure) implements AutoCloseable {
    static Start made(Journal journal) {
      try {
        return new Start(Stack.start(StackDirectory.given(), journal), null);
      } catch (RuntimeException e) {
        return new Start(null, e);
      }
    }

    Stack orThrow() {
      if (failure != null) {
        throw failure;
      }
      return stack;
    }

    @Override
    public void close() {
      if (stack != null) {
        stack.close();
      }
    }
  }
}
