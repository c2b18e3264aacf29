package io.github.ecluse.junit;

import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.Journal;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * Gives tests a stack, prints what happens on the console, and reports failures with their
 * evidence.
 *
 * <p>A class that is marked with {@link AcceptanceTest} takes part in the gate: its stack is the
 * one of {@code -Decluse.stack}, is shared by all such classes, and is not released until a test
 * does so. A static field with {@link #of} has a stack of its own, which is released when a test
 * first takes it, and removed after the last test of the class:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final StackExtension SHOP = StackExtension.of(Path.of("../.."));
 * }</pre>
 *
 * <p>A class may have several such fields. Its tests ask each field for its stack, as a parameter
 * would not say which one it stands for.
 */
public final class StackExtension extends FailureReporter
    implements ExecutionCondition,
        BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback {
  /** The stack of this field; null where the stack is the shared one. */
  private final StackHolder own;

  private Journal journal = new Journal();

  /** Creates the extension of a class of the gate; JUnit calls this. */
  StackExtension() {
    own = null;
  }

  private StackExtension(StackHolder own) {
    this.own = own;
  }

  /**
   * {@return an extension with a stack of its own, for a static field}
   *
   * @param directory the directory of the stack, relative to the working directory
   */
  public static StackExtension of(Path directory) {
    StackDirectory stack = new StackDirectory(directory.toAbsolutePath().normalize());
    return new StackExtension(new StackHolder(() -> stack, true, new Starts()));
  }

  /**
   * {@return the stack of this field, which is started and released for the first that asks}
   *
   * @throws IllegalStateException if the stack is the shared one, which is a parameter
   */
  public Stack stack() {
    if (own == null) {
      throw new IllegalStateException(
          "This class uses the shared stack: take it as a parameter, (Stack stack)");
    }
    return own.get(journal);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return holder(context).couldNotStart()
        ? ConditionEvaluationResult.disabled(Starts.FAILED)
        : ConditionEvaluationResult.enabled("nothing is known against it");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    journal = journal(context);
    listNotClaimed(context);
    journal.say("── " + context.getDisplayName());
    if (StackHolders.areSideBySide(context)) {
      journal.nameLinesAfter(context.getDisplayName());
    }
    register(context);
  }

  /** The claims are those of the shared stack. */
  private void listNotClaimed(ExtensionContext context) {
    if (own == null) {
      StackHolders.root(context)
          .computeIfAbsent(
              NotClaimed.class,
              key -> new NotClaimed(ClaimFilter.ofTheGivenStack(), journal),
              NotClaimed.class);
    }
  }

  /** The stack of a static field is removed after its class, and not after a nested one. */
  private void register(ExtensionContext context) {
    if (own != null && context.getStore(StackHolders.NAMESPACE).get(own) == null) {
      context.getStore(StackHolders.NAMESPACE).put(own, own);
      StackHolders.ofFields(context).add(own);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    // Of several extensions, one must answer.
    return StackHolders.ofFields(context).stream()
            .findFirst()
            .map(first -> first == own)
            .orElse(own == null)
        && (type == Stack.class || super.supportsParameter(parameter, context));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == TestStacks.class) {
      return super.resolveParameter(parameter, context);
    }
    if (own != null && StackHolders.ofFields(context).size() > 1) {
      throw new ParameterResolutionException(
          "This class has several stacks: ask a field for its own, such as SHOP.stack()");
    }
    return holder(context).get(journal(context));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    register(context);
    holder(context).repair();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    holder(context).restoreSources();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    journal.nameLinesAfter("");
    journal.takeEntries().forEach(context::publishReportEntry);
  }

  /** Collects that of the stack that the test has started by itself, else of the given ones. */
  @Override
  Evidence evidence(ExtensionContext context) {
    return startedByTheTest(context)
        .or(
            () ->
                all(context).stream()
                    .flatMap(one -> one.started().stream())
                    .map(Stack::evidence)
                    .reduce(Evidence::and))
        .orElseGet(Evidence::ofContainers);
  }

  @Override
  void noteFailure(ExtensionContext context) {
    all(context).forEach(StackHolder::noteFailure);
  }

  private static Set<StackHolder> all(ExtensionContext context) {
    Set<StackHolder> fields = StackHolders.ofFields(context);
    return fields.isEmpty() ? Set.of(StackHolders.shared(context)) : fields;
  }

  private StackHolder holder(ExtensionContext context) {
    return own != null ? own : StackHolders.shared(context);
  }

  @Override
  Journal journal(ExtensionContext context) {
    return StackHolders.root(context)
        .computeIfAbsent(Journal.class, key -> new Journal(), Journal.class);
  }
}
