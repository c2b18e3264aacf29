package io.github.ecluse;

import static io.github.ecluse.ArchitectureTest.EVERYTHING;
import static io.github.ecluse.ArchitectureTest.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;

/** What the library shows to others is what others use (ADR 0039). */
class PublicTypesTest {
  private static final Path EXAMPLE = Path.of("examples/shop/src/test/java/shop/ShopIT.java");

  /** An exception may reach any caller, and JUnit finds a listener by its name. */
  @Test
  void aPublicTypeHasAUserOutsideItsPackage() throws IOException {
    String example = Files.readString(EXAMPLE);
    List<String> unused =
        LIBRARY.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.isAssignableTo(EcluseException.class))
            .filter(type -> !type.isAssignableTo(TestExecutionListener.class))
            .filter(type -> !type.isAssignableTo(LauncherSessionListener.class))
            .filter(type -> EVERYTHING.stream().noneMatch(user -> usesFromOutside(user, type)))
            .map(JavaClass::getName)
            .filter(name -> !example.contains("import " + name + ";"))
            .toList();

    assertThat(unused).as("public types without a user outside their package").isEmpty();
  }

  private static boolean usesFromOutside(JavaClass user, JavaClass type) {
    return !user.getPackageName().equals(type.getPackageName())
        && user.getDirectDependenciesFromSelf().stream()
            .anyMatch(
                one ->
                    ArchitectureTest.topLevel(one.getTargetClass())
                        .getName()
                        .equals(type.getName()));
  }
}
