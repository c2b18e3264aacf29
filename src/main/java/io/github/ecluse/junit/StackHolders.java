package io.github.ecluse.junit;

import io.github.ecluse.workspace.StackDirectory;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;

/** Where the stacks of a run are kept, and found again by each class. */
final class StackHolders {
  static final Namespace NAMESPACE = Namespace.create(StackHolders.class);

  private StackHolders() {}

  /**
   * Returns the stack of the classes that have none of their own. Where classes run side by side,
   * those that are {@link ReadOnly} have another one than the rest.
   */
  static StackHolder shared(ExtensionContext context) {
    boolean isReadOnly = areSideBySide(context) && isReadOnly(context);
    return root(context)
        .computeIfAbsent(
            isReadOnly ? ReadOnly.class : StackHolder.class,
            key -> new StackHolder(StackDirectory::given, false, starts(context)),
            StackHolder.class);
  }

  private static Starts starts(ExtensionContext context) {
    return root(context).computeIfAbsent(Starts.class, key -> new Starts(), Starts.class);
  }

  /** Returns whether classes run side by side. */
  static boolean areSideBySide(ExtensionContext context) {
    return context
        .getConfigurationParameter(SideBySide.PARALLEL)
        .filter("true"::equals)
        .isPresent();
  }

  private static boolean isReadOnly(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestClass(), ReadOnly.class)
        || context.getEnclosingTestClasses().stream()
            .anyMatch(type -> AnnotationSupport.isAnnotated(type, ReadOnly.class));
  }

  /** Returns the stacks of the fields of a class. */
  static Set<StackHolder> ofFields(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(Holders.class, key -> new Holders(new LinkedHashSet<>()), Holders.class)
        .all();
  }

  /** Returns what is kept until the end of the run. */
  static Store root(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }

  private record Holders(Set<StackHolder> all) {}
}
