package io.github.ecluse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.gate.GateReport;
import io.github.ecluse.load.LoadReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From a change to the page that serves it: the document's script, {@code docker compose up -d
 * --build}, {@code ./build.sh} and {@code ./build.sh --rolling}, interleaved, in one session.
 * Writes {@code bench/results.md} and {@code bench/results.svg}.
 */
@Tag("bench")
class BenchIT {
  private static final int ROUNDS = Integer.getInteger("ecluse.rounds", 5);

  private static final int RELEASES_IN_A_ROW = 20;

  private static final int WATCHING = 20;

  private static final int LOAD = 50;

  private static final StringBuilder RESULTS = new StringBuilder();

  private static Contenders contenders;

  @BeforeAll
  static void startAll() throws IOException {
    Engine engine = Engine.local();
    contenders = Contenders.start(engine);
    RESULTS.append(
        "# Measured%n%n%s, %s cores, %s rounds, interleaved in one session; each number is a median. Made by `mvn verify -Pbench`. Absolute times belong to the machine: compare within this page only.%n%n![One changed line, from the command to its page](results.svg)%n"
            .formatted(when(engine), Runtime.getRuntime().availableProcessors(), ROUNDS));
  }

  /** The day, and what it was measured on. */
  private static String when(Engine engine) {
    return "%s, Docker Engine %s, Compose %s"
        .formatted(LocalDate.now(ZoneOffset.UTC), engine.version(), engine.composeVersion());
  }

  @AfterAll
  static void removeAll() {
    if (contenders != null) {
      contenders.close();
    }
  }

  @Test
  @Order(1)
  void fromAChangeToItsPage() throws IOException {
    Table table = new Table();
    for (int round = 0; round < ROUNDS; round++) {
      for (Contender contender : contenders.all()) {
        contender.wake();
        Contender.Release release = contender.changed(WATCHING);
        table.add(contender.name(), Summary.SERVED, release.served());
        table.add(contender.name(), Summary.FINISHED, release.finished());
        System.out.printf(
            "[ecluse] round %d, %s: served %d ms, finished %d ms%n",
            round + 1,
            contender.name(),
            release.served().toMillis(),
            release.finished().toMillis());
        if (contender.name().equals(Contenders.PLAIN)) {
          byHand(table);
        }
        contender.rest();
      }
    }
    for (Contender contender : contenders.all()) {
      contender.wake();
      contender.unchanged();
      table.add(contender.name(), "no change (s)", contender.unchanged().finished());
      LoadReport report = contender.changed(LOAD).load();
      table.add(
          contender.name(), "longest time without an answer at 50/s (s)", report.longestSilence());
      table.add(contender.name(), "failed requests at 50/s", report.failed().size());
      contender.rest();
    }
    report("From a change to its page", table.markdown("way"));
    report("Ratios", Summary.ratios(table));
    Files.writeString(
        Contenders.ROOT.path().resolve("bench/results.svg"),
        Picture.of(
            Summary.barred(table),
            "One changed line, seconds: " + when(Engine.local()),
            List.of(Summary.SERVED, Summary.FINISHED)));
  }

  /** The document's four commands on our stack, with the same waits for health. */
  private static void byHand(Table table) throws IOException {
    Contender plain = contenders.named(Contenders.PLAIN);
    Contender hand =
        new Contender(
            Summary.BY_HAND,
            plain.directory(),
            plain.environment(),
            "docker build --provenance=false -t localhost:$REGISTRY_PORT/app:latest ./app"
                + " && docker push localhost:$REGISTRY_PORT/app:latest"
                + " && docker compose down && docker compose up -d --wait",
            plain.page());
    Contender.Release release = hand.changed(WATCHING);
    table.add(Summary.BY_HAND, Summary.SERVED, release.served());
    table.add(Summary.BY_HAND, Summary.FINISHED, release.finished());
  }

  @Test
  @Order(2)
  void twentyRollingReleasesInARow() throws IOException {
    Contender rolling = contenders.named(Contenders.ROLLING);
    rolling.wake();
    Table table = new Table();
    int failed = 0;
    int requests = 0;
    for (int i = 0; i < RELEASES_IN_A_ROW; i++) {
      LoadReport report = rolling.changed(LOAD).load();
      failed += report.failed().size();
      requests += report.answers().size();
      table.add(
          "20 rolling releases",
          "slowest above the median (s)",
          report.slowest().minus(report.median()));
    }
    table.add("20 rolling releases", "requests at 50/s", requests);
    table.add("20 rolling releases", "failed", failed);
    report("Twenty rolling releases in a row", table.markdown(""));
    assertThat(failed).as("failed requests").isZero();
  }

  @Test
  @Order(3)
  void withMoreCodeAndMoreTags() throws Exception {
    Contender plain = contenders.named(Contenders.PLAIN);
    Contender rolling = contenders.named(Contenders.ROLLING);
    plain.wake();
    Table sizes = new Table();
    for (int megabytes : new int[] {1, 10, 100}) {
      for (Contender contender : List.of(plain, rolling)) {
        Growth.addFiles(contender, megabytes);
        contender.run(contender.command()).orThrow();
        sizes.add(
            contender.name(),
            megabytes + " MB in the image (s)",
            contender.changed(WATCHING).finished());
      }
    }
    report("One changed line, with more files in app/ (one run each)", sizes.markdown("way"));
    Table tags = new Table();
    int there = 0;
    for (int wanted : new int[] {1, 100, 1000}) {
      Growth.addTags(plain, there, wanted);
      there = wanted;
      tags.add(Contenders.PLAIN, wanted + " tags (s)", plain.changed(WATCHING).finished());
      tags.add(
          "./build.sh --list",
          wanted + " tags (s)",
          plain.run("./build.sh --list").orThrow().took());
    }
    report("One changed line, with more tags in the registry (one run each)", tags.markdown("way"));
  }

  @Test
  @Order(4)
  void theGateItself() throws IOException {
    contenders.all().forEach(Contender::rest);

    GateReport gate = GateBench.run(Contenders.ROOT.path(), times -> report("The gate", times));

    assertThat(gate.gaps()).as("checks of the gate that did not run").isEmpty();
    assertThat(gate.failed()).as("checks of the gate that failed").isEmpty();
  }

  private static void report(String title, String text) {
    RESULTS.append("\n## ").append(title).append("\n\n").append(text);
    System.out.println(text);
    try {
      Files.writeString(Contenders.ROOT.path().resolve("bench/results.md"), RESULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
