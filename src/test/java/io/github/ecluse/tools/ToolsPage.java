package io.github.ecluse.tools;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The page {@code docs/other-tools.md}.
 *
 * @param versions the version of each tool, by its name
 * @param faults what the tools see of the faults
 * @param variants what they see of the harmless changes
 */
record ToolsPage(Map<String, String> versions, List<Seen> faults, List<Seen> variants) {
  private static final String HEAD =
      """
      # The same faults and other tools

      After this page you know which mistakes common tools report without a running stack, and you can repeat the comparison. `mvn verify -Ptools` writes it; [Faults and detection](fault-detection.md) says how the gate is judged by the same faults.

      ## Result

      **%s of %s faults are seen by at least one tool**, %s of them by more than a matter of style. Each fault names the check of the gate that is meant for it.

      %s

      Date: %s. Commands and rules are the default ones.

      - A tool sees a fault if it reports something that it does not report without the fault. Line numbers do not count.
      - It counts even where the finding does not name the mistake. A new `compose.override.yml` without a project name is such a case.
      - Style is what dclint and ShellCheck themselves call style, such as the order of keys.
      - The harmless changes of `variants/` show the noise: nobody should report them.
      - The tree passes ShellCheck already, as each commit is checked with it.

      ## How each tool runs

      | tool | reads |
      |---|---|
      | dclint | each Compose file |
      | ShellCheck | each script, with those that it sources and the settings in `.shellcheckrc`; no shell inside other files |
      | Bandit | `app/app.py` and other Python |
      | docker-bench-security | the containers that Compose would make of the files, and `app/Dockerfile` |

      docker-bench-security asks a running engine. This comparison asks the same of the output of `docker compose config`, for the plain, the rolling, the secure and the Swarm stack. It leaves out the rules that only the host, the engine or a person can answer. Rule 4.10 is a note for a person there. Here it is a value of ENV or ARG with the name of a secret.

      ## Repeat it

      ```sh
      mvn verify -Ptools
      mvn verify -Ptools -Dfault=db-published
      mvn verify -Ptools -Dtools.write=true
      ```

      The first command takes %s and needs no engine. It names a missing tool with the command that installs it, and fails if a row of this page is not true any more. The second one prints what the tools see of one fault. The third one writes this page. `target/ecluse/tools/other-tools.md` has each new result.

      ## Faults that a tool sees

      Each cell names the rules.

      """;

  /** How long a run took. */
  private static final String DURATION = "6 minutes of processor time, on two processors at once,";

  /** Returns the page. */
  String text() {
    return HEAD.formatted(
            count(faults, Seen::byAny),
            faults.size(),
            count(faults, Seen::beyondStyleByAny),
            totals(),
            LocalDate.now(ZoneOffset.UTC),
            DURATION)
        + table();
  }

  private static long count(List<Seen> changes, Predicate<Seen> condition) {
    return changes.stream().filter(condition).count();
  }

  private String totals() {
    return """
        | tool | version | faults that it sees | more than style | harmless changes that it reports | more than style |
        |---|---|---|---|---|---|
        %s
        | any of them | | %s of %s | %s | %s of %s | %s |"""
        .formatted(
            versions.keySet().stream().map(this::total).collect(Collectors.joining("\n")),
            count(faults, Seen::byAny),
            faults.size(),
            count(faults, Seen::beyondStyleByAny),
            count(variants, Seen::byAny),
            variants.size(),
            count(variants, Seen::beyondStyleByAny));
  }

  private String total(String tool) {
    return "| %s | %s | %s of %s | %s | %s of %s | %s |"
        .formatted(
            tool,
            versions.get(tool),
            count(faults, seen -> seen.by(tool)),
            faults.size(),
            count(faults, seen -> seen.beyondStyleBy(tool)),
            count(variants, seen -> seen.by(tool)),
            variants.size(),
            count(variants, seen -> seen.beyondStyleBy(tool)));
  }

  private String table() {
    String names = String.join(" | ", versions.keySet());
    return "| fault | check of the gate that is meant for it | %s |\n|---|---|%s\n"
            .formatted(names, "---|".repeat(versions.size()))
        + faults.stream().filter(Seen::byAny).map(this::row).collect(Collectors.joining());
  }

  /** Returns what the tools see of a change, as a row of the table. */
  String row(Seen seen) {
    String cells =
        versions.keySet().stream()
            .map(tool -> String.join(", ", seen.rules(tool)))
            .collect(Collectors.joining(" | "));
    return "| `%s` | `%s` | %s |\n"
        .formatted(seen.change().name(), seen.change().check(), cells)
        .replace("``", "none")
        // markdownlint wants one space in an empty cell.
        .replaceAll("(?<=\\|)  (?=\\|)", " ");
  }

  /** Returns the lines of a page that say what the tools see: all but those of the day. */
  static List<String> results(String page) {
    return page.lines()
        .filter(line -> line.startsWith("|") || line.startsWith("**"))
        .map(line -> line.replaceFirst("^(\\| \\S+ \\|) \\d[\\d.]* \\|", "$1 |"))
        .toList();
  }
}
