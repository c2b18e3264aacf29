package io.github.ecluse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong name is a failure in one line, and never a run of nothing. */
class CatalogueTest {
  @TempDir private Path project;

  @BeforeEach
  void makeAProject() throws IOException {
    write("faults/port-open");
    write("faults/root");
    write("variants/other-port");
  }

  private void write(String name) throws IOException {
    Path file = project.resolve(name + ".diff");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "why: x\n\n--- a/x\n");
  }

  private Catalogue catalogue() {
    return Catalogue.of(new StackDirectory(project));
  }

  @Test
  void namesChooseFaultsAndVariants() {
    assertThat(catalogue().named("other-port, port-open"))
        .extracting(Change::name)
        .containsExactly("other-port", "port-open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , "})
  void noNameIsRefused(String names) {
    assertThatThrownBy(() -> catalogue().named(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("-Dfault names no mutant. Remedy: ")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prot-open", "port-open,prot-open", "prot-open,port-open", "true"})
  void anUnknownNameIsRefused(String names) {
    assertThatThrownBy(() -> catalogue().named(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "-Dfault names mutants that do not exist: '(prot-open|true)'\\. Remedy: .*");
  }

  @Test
  void anEmptyNameBesideAnotherIsRefused() {
    assertThatThrownBy(() -> catalogue().named("port-open,,root"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not exist: ''");
  }

  @Test
  void aFaultAndAVariantOfTheSameNameAreRefused() throws IOException {
    write("variants/root");

    assertThatThrownBy(this::catalogue)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("faults/ and variants/ both have root. Remedy: ");
  }
}
