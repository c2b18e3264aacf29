package io.github.ecluse;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.ecluse.docker.Engine;
import org.junit.jupiter.api.Test;

/**
 * The structure of the library (ADR 0039): packages with one job, imports one way, no circles,
 * short classes.
 */
class ArchitectureTest {
  static final JavaClasses EVERYTHING = new ClassFileImporter().importPackages("io.github.ecluse");

  static final JavaClasses LIBRARY =
      EVERYTHING.that(describe("are of src/main", ArchitectureTest::isOfTheLibrary));

  private static boolean isOfTheLibrary(JavaClass type) {
    return type.getSource()
        .filter(source -> !source.getUri().getPath().contains("test-classes"))
        .isPresent();
  }

  @Test
  void importsGoOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("process")
        .definedBy("io.github.ecluse.process..")
        .layer("host")
        .definedBy("io.github.ecluse.host..")
        .layer("registry")
        .definedBy("io.github.ecluse.registry..")
        .layer("claims")
        .definedBy("io.github.ecluse.claims..")
        .layer("diagnosis")
        .definedBy("io.github.ecluse.diagnosis..")
        .layer("promise")
        .definedBy("io.github.ecluse.promise..")
        .layer("docker")
        .definedBy("io.github.ecluse.docker..")
        .layer("workspace")
        .definedBy("io.github.ecluse.workspace..")
        .layer("pipeline")
        .definedBy("io.github.ecluse.pipeline..")
        .layer("compose")
        .definedBy("io.github.ecluse.compose..")
        .layer("containers")
        .definedBy("io.github.ecluse.containers..")
        .layer("init")
        .definedBy("io.github.ecluse.init..")
        .layer("stack")
        .definedBy("io.github.ecluse.stack..")
        .layer("junit")
        .definedBy("io.github.ecluse.junit..")
        .layer("report")
        .definedBy("io.github.ecluse.report..")
        .whereLayer("process")
        .mayNotAccessAnyLayer()
        .whereLayer("host")
        .mayNotAccessAnyLayer()
        .whereLayer("registry")
        .mayNotAccessAnyLayer()
        .whereLayer("diagnosis")
        .mayNotAccessAnyLayer()
        .whereLayer("claims")
        .mayNotAccessAnyLayer()
        .whereLayer("promise")
        .mayOnlyAccessLayers("claims")
        .whereLayer("docker")
        .mayOnlyAccessLayers("process", "registry")
        .whereLayer("pipeline")
        .mayOnlyAccessLayers("process", "registry")
        .whereLayer("workspace")
        .mayOnlyAccessLayers("process", "host", "promise", "docker")
        .whereLayer("compose")
        .mayOnlyAccessLayers("process", "promise", "docker", "workspace")
        .whereLayer("containers")
        .mayOnlyAccessLayers("process", "registry", "docker", "workspace")
        .whereLayer("junit")
        .mayOnlyAccessLayers(
            "claims", "diagnosis", "promise", "docker", "workspace", "pipeline", "compose", "stack")
        .whereLayer("init")
        .mayOnlyAccessLayers("process", "promise", "docker")
        .whereLayer("init")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("stack")
        .mayOnlyBeAccessedByLayers("junit")
        .whereLayer("junit")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("report")
        .mayNotAccessAnyLayer()
        .whereLayer("report")
        .mayNotBeAccessedByAnyLayer()
        .check(LIBRARY);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.github.ecluse.(*)..").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void classesAreFreeOfCycles() {
    slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void processKnowsNothingOfDocker() {
    noClasses()
        .that()
        .resideInAPackage("..process..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.testcontainers..", "com.github.dockerjava.."))
        .check(LIBRARY);
  }

  /**
   * Asked for before Testcontainers' client has started, it makes parallel classes wait for ever.
   */
  @Test
  void onlyTheEngineAsksForRyuk() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Engine.class.getName())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.testcontainers.utility.ResourceReaper")
        .check(EVERYTHING);
  }

  /** Its checks are for stacks in any language. */
  @Test
  void acceptanceKnowsNoApplication() {
    noClasses()
        .that()
        .resideInAPackage("..acceptance..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..flask..")
        .check(EVERYTHING);
  }

  @Test
  void everyExceptionHasTheSameRoot() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(EcluseException.class)
        .check(LIBRARY);
  }

  static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }

  /** Each class with those nested in it. */
  private static final class TopLevelClasses implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(topLevel(type).getName());
    }

    @Override
    public String getDescription() {
      return "top-level classes";
    }
  }
}
