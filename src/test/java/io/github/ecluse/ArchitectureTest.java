package io.github.ecluse;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Imports go one way: process, registry and docker, pipeline and diagnosis, stack. */
class ArchitectureTest {
  private static final JavaClasses HARNESS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.ecluse");

  @Test
  void importsGoOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("process")
        .definedBy("..process..")
        .layer("registry")
        .definedBy("..registry..")
        .layer("docker")
        .definedBy("..docker..")
        .layer("pipeline")
        .definedBy("..pipeline..")
        .layer("diagnosis")
        .definedBy("..diagnosis..")
        .layer("stack")
        .definedBy("..stack..")
        .whereLayer("process")
        .mayNotAccessAnyLayer()
        .whereLayer("registry")
        .mayOnlyAccessLayers("process")
        .whereLayer("docker")
        .mayOnlyAccessLayers("process", "registry")
        .whereLayer("pipeline")
        .mayOnlyAccessLayers("process", "registry", "docker")
        .whereLayer("diagnosis")
        .mayOnlyAccessLayers("process", "registry", "docker")
        .whereLayer("stack")
        .mayNotBeAccessedByAnyLayer()
        .check(HARNESS);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.github.ecluse.(*)..").should().beFreeOfCycles().check(HARNESS);
  }
}
