package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.promise.Elsewhere;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Services of profiles that are not active: a command that deploys may start them all the same. */
final class InactiveServices {
  private static final String PROFILES = "--profile\\b|\\bCOMPOSE_PROFILES\\b";

  private InactiveServices() {}

  /**
   * {@return whether the command that deploys, or a script that it calls, names a profile or one of
   * these services, as {@code docker compose run SERVICE} does}
   *
   * @param all what Compose makes of the files with all profiles
   * @param active the same with the active ones
   * @param stack says which command deploys
   */
  static boolean mayBeStarted(JsonNode all, JsonNode active, StackDirectory stack) {
    Set<String> inactive = new TreeSet<>(names(all));
    inactive.removeAll(names(active));
    String services =
        inactive.stream()
            .map(name -> "|(?<![\\w./-])" + Pattern.quote(name) + "(?![\\w./-])")
            .collect(Collectors.joining());
    return !inactive.isEmpty()
        && Elsewhere.has(
            Pattern.compile(PROFILES + services), stack.path(), stack.promise().deploy());
  }

  private static Collection<String> names(JsonNode config) {
    return config.path("services").properties().stream().map(Map.Entry::getKey).toList();
  }
}
