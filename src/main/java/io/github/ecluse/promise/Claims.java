package io.github.ecluse.promise;

import java.util.List;
import java.util.Set;

/** The names of the claims that a stack can make, as {@code docs/claims.md} explains them. */
final class Claims {
  /** These ask a database, so that a stack without one can't make them. */
  static final Set<String> OF_A_DATABASE =
      Set.of(
          "database-settings",
          "database-credentials",
          "database-isolated",
          "data-survives",
          "served-without-database");

  /** All names, in the order of the document. The schema lists the same ones. */
  static final List<String> ALL =
      List.of(
          "delivered",
          "registry-answers",
          "images-stored",
          "images-persist",
          "ports-local",
          "registry-isolated",
          "services-restarted",
          "ping-blocked",
          "server-unprivileged",
          "pages-served",
          "database-settings",
          "database-credentials",
          "database-isolated",
          "served-without-database",
          "two-networks",
          "image-small",
          "image-named",
          "registry-started-first",
          "stops-in-time",
          "data-survives",
          "becomes-healthy",
          "pulled-from-registry",
          "lines-in-order",
          "failure-stops",
          "change-served",
          "digests-equal",
          "container-recent",
          "catalog-listed",
          "tags-listed",
          "image-pulled",
          "logs-shown",
          "registry-stopped",
          "push-refused",
          "reproducible",
          "document-files",
          "host-protected",
          "slow-clients",
          "not-embedded",
          "limits",
          "provisioned",
          "provisioning-removed");

  private Claims() {}

  /** Returns all claims that a stack can make. */
  static List<String> of(boolean withDatabase) {
    return ALL.stream().filter(name -> withDatabase || !OF_A_DATABASE.contains(name)).toList();
  }
}
