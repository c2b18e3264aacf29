package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.gate.GateJvm;
import io.github.ecluse.gate.GateOrder;
import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.Outcome;
import io.github.ecluse.gate.Outcome.Status;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on copies of a stack, by a gate that only reads the copy. */
class GatesTest {
  private static final String CHECK = "DatabaseReachIT.noAddressOfTheHostPublishesIt";
  private static final int MANY = 5;

  @TempDir private Path directory;
  private final List<GateOrder> orders = new CopyOnWriteArrayList<>();
  private final List<Verdict> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeAStack() throws IOException {
    Files.createDirectories(directory.resolve("stack"));
    Files.writeString(directory.resolve("stack/compose.yml"), "one\ntwo\nthree\nfour\nfive\n");
  }

  @Test
  void aFaultIsFoundInPartsSideBySide() throws IOException {
    Change fault = change("fault", "check: %s%nsays: changed%n".formatted(CHECK), "one");

    List<Verdict> verdicts = judged(1, this::failsOnce, Batch.of(fault));

    assertThat(verdicts).flatExtracting(Verdict::wrong).isEmpty();
    assertThat(verdicts).extracting(Verdict::change).containsExactly(fault);
    assertThat(told).isEqualTo(verdicts);
    assertThat(orders).hasSameSizeAs(GateRun.upTo("DatabaseReachIT")).allMatch(GateOrder::failFast);
  }

  @Test
  void amongManyAFaultRunsTheClassOfItsCheckAlone() throws IOException {
    Change fault = change("fault", "check: %s%nsays: changed%n".formatted(CHECK), "one");

    assertThat(judged(MANY, this::failsOnce, Batch.of(fault))).allMatch(Verdict::isRight);
    assertThat(orders)
        .singleElement()
        .satisfies(
            order -> assertThat(order.classes()).isEqualTo(GateRun.alone("DatabaseReachIT")));
  }

  @Test
  void variantsShareOneRunOfTheWholeGate() throws IOException {
    Batch both = new Batch(List.of(change("first", "", "one"), change("second", "", "three")));

    assertThat(judged(MANY, this::passes, both)).hasSize(2).allMatch(Verdict::isRight);
    assertThat(orders)
        .singleElement()
        .satisfies(order -> assertThat(order.classes()).isEqualTo(GateRun.everyClass()))
        .satisfies(order -> assertThat(order.failFast()).isFalse());
  }

  @Test
  void variantsThatAreRedTogetherAreJudgedInHalves() throws IOException {
    Batch all =
        new Batch(
            List.of(
                change("first", "", "one"),
                change("second", "", "three"),
                change("third", "", "five")));

    List<Verdict> verdicts = judged(MANY, this::failsOnce, all);

    assertThat(verdicts).extracting(Verdict::isRight).containsExactly(false, true, true);
    assertThat(orders).hasSize(3);
    assertThat(told).isEqualTo(verdicts);
  }

  @Test
  void variantsThatAreRedOnlyTogetherAreAllWrong() throws IOException {
    Batch both = new Batch(List.of(change("first", "", "one"), change("second", "", "three")));

    List<Verdict> verdicts = judged(MANY, this::dies, both);

    assertThat(verdicts).extracting(Verdict::isRight).containsExactly(false, false);
    assertThat(orders).hasSize(3);
  }

  @Test
  void aJvmThatWritesNothingFindsNothing() throws IOException {
    Change fault = change("fault", "check: %s%nsays: changed%n".formatted(CHECK), "one");

    assertThat(judged(MANY, order -> {}, Batch.of(fault))).noneMatch(Verdict::isRight);
  }

  @Test
  void oneThatCanNotBeRunIsWrongAndTheOthersAreJudged() throws IOException {
    Change fitting = change("fitting", "", "one");
    Change old = change("old", "", "gone");

    assertThat(judged(MANY, this::passes, Batch.of(old), Batch.of(fitting)))
        .extracting(Verdict::isRight)
        .containsExactly(false, true);
  }

  private List<Verdict> judged(int many, GateJvm jvm, Batch... batches) {
    StackDirectory stack = new StackDirectory(directory.resolve("stack"));
    try (Gates gates =
        new Gates(stack, directory.resolve("output"), directory.resolve("seed"), many, () -> jvm)) {
      return gates.judge(List.of(batches), told::add).values().stream()
          .map(CompletableFuture::join)
          .flatMap(List::stream)
          .toList();
    }
  }

  private void passes(GateOrder order) throws IOException {
    report(order, GateRun.plan(order.classes()).stream().map(GatesTest::passed));
  }

  /** As {@link #CHECK} would, if the first line of the stack is changed. */
  private void failsOnce(GateOrder order) throws IOException {
    boolean isChanged = compose(order).startsWith("changed");
    report(
        order,
        GateRun.plan(order.classes()).stream()
            .map(
                check ->
                    isChanged && check.equals(CHECK)
                        ? new Outcome(check, Status.FAILED, "it is changed")
                        : passed(check)));
  }

  /** As a JVM that does not bear more than one change. */
  private void dies(GateOrder order) throws IOException {
    if (compose(order).split("changed", -1).length > 2) {
      orders.add(order);
    } else {
      passes(order);
    }
  }

  private static String compose(GateOrder order) throws IOException {
    return Files.readString(Path.of(order.properties().get("ecluse.stack"), "compose.yml"));
  }

  private static Outcome passed(String check) {
    return new Outcome(check, Status.PASSED, "");
  }

  private void report(GateOrder order, Stream<Outcome> outcomes) throws IOException {
    orders.add(order);
    List<String> lines = new ArrayList<>(outcomes.map(GatesTest::json).toList());
    lines.add("\"end\"");
    Files.write(Path.of(order.results()), lines);
  }

  private static String json(Outcome outcome) {
    try {
      return new ObjectMapper().writeValueAsString(outcome);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Change change(String name, String keys, String line) throws IOException {
    Path changes = Files.createDirectories(directory.resolve("changes"));
    String hunk =
        switch (line) {
          case "three" -> "@@ -2,3 +2,3 @@\n two\n-three\n+changed\n four\n";
          case "five" -> "@@ -4,2 +4,2 @@\n four\n-five\n+changed\n";
          default -> "@@ -1,2 +1,2 @@\n-%s\n+changed\n two\n".formatted(line);
        };
    Files.writeString(
        changes.resolve(name + ".diff"),
        "why: x\n" + keys + "\n--- a/compose.yml\n+++ b/compose.yml\n" + hunk);
    return Change.in(changes).stream()
        .filter(change -> change.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
