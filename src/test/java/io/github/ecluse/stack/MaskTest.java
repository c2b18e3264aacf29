package io.github.ecluse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets do not reach what others may read. */
class MaskTest {
  private static final String INSPECTION =
      """
      [{"Config": {"Env": ["PATH=/usr/bin", "DB_PASSWORD=correct-horse", "SECRET_KEY_BASE=b\\u0026c d\\"e-f",
        "MARIADB_RANDOM_ROOT_PASSWORD=1", "MARIADB_PASSWORD_FILE=/run/secrets/db",
        "DATABASE_URL=mysql://shop:of-url@db/shop"]}}]
      """;

  private final Evidence evidence =
      new Evidence(
          "db exited",
          Map.of(
              "inspect.json",
              INSPECTION,
              "services.log",
              "1 login with correct-horse and b&c d\"e-f to redis://:of-redis@cache"));

  @Test
  void variablesThatAreSecretAreMaskedInAnInspection() {
    assertThat(evidence.files().get("inspect.json"))
        .contains("\"DB_PASSWORD=***\"", "\"SECRET_KEY_BASE=***\"")
        .contains("\"MARIADB_RANDOM_ROOT_PASSWORD=***\"", "mysql://shop:***@db/shop")
        .contains("PATH=/usr/bin", "MARIADB_PASSWORD_FILE=/run/secrets/db")
        .doesNotContain("correct-horse", "of-url");
  }

  @Test
  void theirValuesAreMaskedInEveryOtherFile() {
    assertThat(evidence.files())
        .containsEntry("services.log", "1 login with *** and *** to redis://:***@cache");
  }

  @Test
  void evidenceOfTwoStacksHidesTheSecretsOfBoth() {
    Evidence both = evidence.and(new Evidence("app exited", Map.of()));

    assertThat(both.mask().over("correct-horse")).isEqualTo("***");
    assertThat(new Evidence("", Map.of()).and(evidence).mask().hides("correct-horse")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"http://localhost:5000/v2/", "a@b", "git@host:repo", "http://user@host/x:y@z"})
  void anAddressWithoutAPasswordStays(String text) {
    assertThat(evidence.mask().over(text)).isEqualTo(text);
  }
}
