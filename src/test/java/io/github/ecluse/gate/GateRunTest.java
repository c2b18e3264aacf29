package io.github.ecluse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.ecluse.junit.AcceptanceTest;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

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
                .map(type -> GateRun.select(type.getSimpleName()))
                .toList();

    assertThat(GateRun.wholeGate()).isEqualTo(gate);
  }
}
