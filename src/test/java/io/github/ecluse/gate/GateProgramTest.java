package io.github.ecluse.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.gate.Outcome.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of classes with known results reports, under both engines. */
class GateProgramTest {
  @TempDir private Path place;
  private final StringWriter printed = new StringWriter();

  @Test
  void eachResultIsReportedAndAllThatWasPlanned() throws IOException {
    GateReport report = run(false, Samples.EveryResult.class, Samples.Vintage.class);

    assertThat(report.planned())
        .containsExactly(
            name(Samples.EveryResult.class, "passes"),
            name(Samples.EveryResult.class, "runsTwice"),
            name(Samples.EveryResult.class, "wantsAStack"),
            name(Samples.EveryResult.class, "fails"),
            name(Samples.EveryResult.class, "isAborted"),
            name(Samples.Vintage.class, "passes"),
            name(Samples.Vintage.class, "saysWhy"));
    assertThat(report.outcomes())
        .contains(
            new Outcome(name(Samples.EveryResult.class, "passes"), Status.PASSED, ""),
            new Outcome(name(Samples.EveryResult.class, "runsTwice[1]"), Status.PASSED, ""),
            new Outcome(name(Samples.EveryResult.class, "runsTwice[2]"), Status.FAILED, "two"),
            new Outcome(
                name(Samples.EveryResult.class, "wantsAStack"), Status.WITHOUT_STACK, "no stack"),
            new Outcome(name(Samples.EveryResult.class, "fails"), Status.FAILED, "failed"),
            new Outcome(name(Samples.Vintage.class, "passes"), Status.PASSED, ""),
            new Outcome(name(Samples.Vintage.class, "saysWhy"), Status.FAILED, "vintage"));
    assertThat(report.gaps()).singleElement().asString().contains("isAborted did not run");
    assertThat(report.trouble()).isEmpty();
    assertThat(printed.toString()).contains("tests failed", "vintage");
  }

  @Test
  void aRunEndsAtItsFirstFailureIfItIsToldTo() throws IOException {
    GateReport report = run(true, Samples.EveryResult.class);

    assertThat(report.trouble()).isEmpty();
    assertThat(report.failed())
        .extracting(Outcome::check)
        .containsExactly(name(Samples.EveryResult.class, "runsTwice[2]"));
    assertThat(report.gaps()).hasSize(3);
  }

  @Test
  void aClassThatFailsAsAWholeIsReportedAndItsChecksDidNotRun() throws IOException {
    GateReport report = run(false, Samples.Unprepared.class);

    assertThat(report.failed())
        .containsExactly(
            new Outcome(simple(Samples.Unprepared.class), Status.FAILED, "not prepared"));
    assertThat(report.gaps())
        .containsExactly(name(Samples.Unprepared.class, "passes") + " did not run");
  }

  @Test
  void aClassThatFailsAfterItsChecksIsReported() throws IOException {
    GateReport report = run(false, Samples.NotCleaned.class);

    assertThat(report.gaps()).isEmpty();
    assertThat(report.failed()).extracting(Outcome::message).containsExactly("not cleaned");
  }

  @Test
  void aClassWithoutChecksCanNotBePlanned() {
    assertThatThrownBy(() -> GatePlan.of(List.of(String.class.getName())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private GateReport run(boolean failFast, Class<?>... classes) throws IOException {
    List<String> names = List.of(classes).stream().map(Class::getName).toList();
    Path results = place.resolve("results.jsonl");
    GateOrder order = new GateOrder(Map.of(), names, failFast, results.toString(), "");
    GateProgram.run(GateOrder.of(order.words().toArray(String[]::new)), new PrintWriter(printed));
    return GateReport.read(results, GatePlan.of(names));
  }

  private static String name(Class<?> type, String method) {
    return simple(type) + "." + method;
  }

  private static String simple(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }
}
