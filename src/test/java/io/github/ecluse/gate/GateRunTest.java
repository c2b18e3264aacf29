package io.github.ecluse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateRunTest {
  /** The registry by itself is the only class of the gate that looks at no stack. */
  private static final String ALONE = "RegistryIT";

  @Test
  void aRunInPartsHasTheClassesAndTheOrderOfTheGate() {
    List<String> gate =
        new ClassFileImporter()
            .importPackages("io.github.ecluse.acceptance").stream()
                .filter(type -> type.isAnnotatedWith(AcceptanceTest.class))
                .filter(type -> !type.getSimpleName().equals(ALONE))
                .sorted(
                    Comparator.comparingInt(type -> type.getAnnotationOfType(Order.class).value()))
                .map(JavaClass::getName)
                .toList();

    assertThat(GateRun.wholeGate()).isEqualTo(gate);
  }

  /** What runs beside the others in one gate is what a mutant runs in a part of its own. */
  @Test
  void theFirstPartHasTheReadOnlyClasses() {
    List<String> readOnly =
        GateRun.wholeGate().stream()
            .filter(name -> GateRun.classOf(simple(name)).isAnnotationPresent(ReadOnly.class))
            .toList();

    assertThat(GateRun.upTo("HealthIT").get(0)).isEqualTo(readOnly);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** To plan a class must not initialize it: some start their stack then. */
  @Test
  void everyClassOfTheGateHasChecksThatCanBePlannedWithoutDocker() {
    List<String> planned = GateRun.plan(GateRun.everyClass());

    assertThat(planned).hasSizeGreaterThanOrEqualTo(GateRun.everyClass().size());
    assertThat(GateRun.startsTheStack(planned.get(0).split("\\.", 2)[0])).isTrue();
    assertThat(planned).last().asString().startsWith("RegistryStoppedIT.");
  }

  @Test
  void onAStackThatMakesTwoClaimsOnlyTheirChecksArePlanned(@TempDir Path stack) throws IOException {
    Files.writeString(
        stack.resolve(Promise.FILE), "claims: [services-restart, registry-stopped-explained]");

    assertThat(GateRun.plan(GateRun.everyClass(), new StackDirectory(stack)))
        .containsExactly(
            "RestartIT.aServiceThatIsKilledIsStartedAgain",
            "LifecycleIT.aServiceThatEndsInGoodOrderIsStartedAgain",
            "RegistryStoppedIT.thePushFailsWhileTheRegistryIsStoppedAndWorksOnceItIsStarted");
  }

  /** What the JVM of the judge is pointed at says nothing about the copies that it judges. */
  @Test
  void onAStackThatMakesEveryClaimEveryCheckIsPlanned(@TempDir Path stack) {
    assertThat(GateRun.plan(GateRun.everyClass(), new StackDirectory(stack)))
        .isEqualTo(GateRun.plan(GateRun.everyClass()));
  }
}
