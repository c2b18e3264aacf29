package io.github.ecluse.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.docker.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of all changes of a run.
 *
 * @param run when, on what and for how long they ran
 * @param changes how many changes were to be judged
 * @param verdicts those that fell; fewer than there are changes if the run was cut short
 */
record Score(Map<String, Object> run, int changes, List<Verdict> verdicts) {
  /** Returns the score of a run that has just ended. */
  static Score now(Engine engine, Duration took, int changes, List<Verdict> verdicts) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    run.put("Docker Engine", engine.version());
    run.put("image store", engine.images().store());
    run.put("Compose", engine.composeVersion());
    run.put("JDK", Runtime.version().toString());
    run.put("processors", Runtime.getRuntime().availableProcessors());
    run.put("minutes in all", took.toMinutes() + 1);
    return new Score(run, changes, List.copyOf(verdicts));
  }

  /** Writes it to {@code faults.md} and {@code faults.json}. */
  void writeTo(Path directory) throws IOException {
    Files.writeString(directory.resolve("faults.md"), table());
    Map<String, Object> all = new LinkedHashMap<>(run);
    all.put("changes", verdicts.stream().map(Score::fields).toList());
    new ObjectMapper().writeValue(directory.resolve("faults.json").toFile(), all);
  }

  /** Returns it as Markdown. */
  String table() {
    StringBuilder table = new StringBuilder();
    run.forEach((key, value) -> table.append("%s: %s%n".formatted(key, value)));
    table.append("\n| change | meant for | right | seen | seconds |\n|---|---|---|---|---|\n");
    verdicts.forEach(verdict -> table.append(row(verdict)).append('\n'));
    long right = verdicts.stream().filter(Verdict::isRight).count();
    return table.append("\nscore: %d of %d%n".formatted(right, changes)).toString();
  }

  /** Returns one verdict, as a row of the table. */
  static String row(Verdict verdict) {
    Change change = verdict.change();
    return "| %s | %s | %s | %s | %d |"
        .formatted(
            change.name(),
            change.isFault() ? change.check() : "nothing",
            verdict.isRight() ? "yes" : "NO",
            verdict.seen(),
            verdict.took().toSeconds());
  }

  private static Map<String, Object> fields(Verdict verdict) {
    return Map.of(
        "change", verdict.change().name(),
        "why", verdict.change().why(),
        "check", verdict.change().check(),
        "right", verdict.isRight(),
        "seen", verdict.seen(),
        "together with", verdict.beside(),
        "checks planned", verdict.report().planned().size(),
        "checks run", verdict.report().checksThatRan(),
        "seconds", verdict.took().toSeconds());
  }
}
