package io.github.ecluse.junit;

import io.github.ecluse.workspace.StackDirectory;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Where the stacks of a run are kept, and found again by each class. */
final class StackHolders {
  static final Namespace NAMESPACE = Namespace.create(StackHolders.class);

  private StackHolders() {}

  /** Returns the stack of the classes that have none of their own. */
  static StackHolder shared(ExtensionContext context) {
    return root(context)
        .computeIfAbsent(
            StackHolder.class,
            key -> new StackHolder(StackDirectory::given, false),
            StackHolder.class);
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
