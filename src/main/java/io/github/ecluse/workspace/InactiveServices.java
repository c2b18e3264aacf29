package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.promise.Elsewhere;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Services of profiles that are not active: a command that deploys may start them all the same. */
final class InactiveServices {
  private static final String PROFILES = "--profile\\b|\\bCOMPOSE_PROFILES\\b";
  private static final String STARTED =
      "|docker[\\s-]compose\\s.*\\b(?:up|run|start|create|restart)\\s(?:.*\\s)?[\"']?(?:%s)(?![\\w./-])";

  private InactiveServices() {}

  /**
   * {@return what Compose makes of the files with all profiles, if the command that deploys, or a
   * script that it calls, names a profile or starts such a service, as {@code docker compose run
   * SERVICE} does; empty also if Compose can't tell and no profile is named}
   *
   * @param stack says which command deploys
   * @param all what Compose printed of the files with all profiles
   * @param active what it makes of the files as they are
   * @throws StackRefusedException if Compose can't tell, and a profile is named
   */
  static Optional<JsonNode> of(
      StackDirectory stack, CommandResult all, JsonNode active, Refusals refused) {
    if (!all.succeeded()) {
      // A profile that nobody uses may lack a file, and Compose then refuses all of them.
      refused.unless(
          !Elsewhere.has(Pattern.compile(PROFILES), stack.path(), stack.promise().deploy()),
          "'deploy' names a profile, and Compose refuses the files with all of them: "
              + all.stderr().strip(),
          "docker compose --profile '*' config");
      return Optional.empty();
    }
    JsonNode config = ComposeOutput.json(all);
    Set<String> inactive = names(config);
    inactive.removeAll(names(active));
    String services = inactive.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern text = Pattern.compile(PROFILES + STARTED.formatted(services));
    return Optional.of(config)
        .filter(any -> !inactive.isEmpty())
        .filter(any -> Elsewhere.has(text, stack.path(), stack.promise().deploy()));
  }

  private static Set<String> names(JsonNode config) {
    Set<String> names = new TreeSet<>();
    config.path("services").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
