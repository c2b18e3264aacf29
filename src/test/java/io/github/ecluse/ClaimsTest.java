package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code docs/claims.md} names every check of the gate, and none that does not exist. */
class ClaimsTest {
  private static final Pattern CHECK = Pattern.compile("`(\\w+IT\\.\\w+)`");

  @Test
  void everyRowNamesAnExistingCheckAndEveryCheckIsInARow() throws IOException {
    assertThat(named()).as("checks named in docs/claims.md").isEqualTo(existing());
  }

  private static Set<String> named() throws IOException {
    return CHECK
        .matcher(Files.readString(Path.of("docs/claims.md")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> existing() {
    return new ClassFileImporter()
        .importPackages("io.github.ecluse.acceptance").stream()
            .filter(type -> type.getSimpleName().endsWith("IT"))
            .map(JavaClass::getMethods)
            .flatMap(Set::stream)
            .filter(ClaimsTest::isCheck)
            .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isCheck(JavaMethod method) {
    return method.isAnnotatedWith(Test.class)
        || method.isAnnotatedWith(ParameterizedTest.class)
        || method.isAnnotatedWith(org.junit.Test.class);
  }
}
