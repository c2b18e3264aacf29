package io.github.ecluse.cluster;

import io.github.ecluse.stack.Evidence;
import io.github.ecluse.stack.EvidenceSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all classes the same cluster, which is started for the first and removed after the last.
 */
final class ClusterExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Cluster.class, key -> Cluster.start(), Cluster.class);
  }

  /** Returns the evidence of a cluster that others use after the class. */
  static EvidenceSource lent(Cluster cluster) {
    return new EvidenceSource() {
      @Override
      public Evidence evidence() {
        return cluster.evidence();
      }

      @Override
      public void close() {
        // The last class removes it.
      }
    };
  }
}
