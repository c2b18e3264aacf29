package io.github.ecluse.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.promise.Database.Kind;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseDialectTest {
  @ParameterizedTest
  @EnumSource
  void forEachKindThereIsADriver(Kind kind) throws SQLException {
    String url = DatabaseDialect.of(kind).url("172.18.0.2", "shop");

    assertThat(DriverManager.getDriver(url).acceptsURL(url)).as("a driver takes %s", url).isTrue();
  }

  @Test
  void theContainerTellsDatabaseUserAndPassword() {
    Map<String, String> postgresql =
        Map.of("POSTGRES_DB", "shop", "POSTGRES_USER", "web", "POSTGRES_PASSWORD", "secret");
    Map<String, String> mysql =
        Map.of("MYSQL_DATABASE", "shop", "MYSQL_USER", "web", "MYSQL_PASSWORD", "secret");

    assertTold(DatabaseDialect.of(Kind.POSTGRESQL), postgresql);
    assertTold(DatabaseDialect.of(Kind.MYSQL), mysql);
  }

  private static void assertTold(DatabaseDialect dialect, Map<String, String> environment) {
    assertThat(dialect.database(environment)).isEqualTo("shop");
    assertThat(dialect.user(environment)).isEqualTo("web");
    assertThat(dialect.password(environment)).isEqualTo("secret");
  }

  @Test
  void whereTheContainerMakesNoUserTheApplicationIsRoot() {
    Map<String, String> root = Map.of("MYSQL_DATABASE", "shop", "MYSQL_ROOT_PASSWORD", "secret");

    assertThat(DatabaseDialect.of(Kind.MYSQL).user(root)).isEqualTo("root");
    assertThat(DatabaseDialect.of(Kind.MYSQL).password(root)).isEqualTo("secret");
  }

  @Test
  void aSecretIsReadFromTheFileThatTheContainerNames() {
    Map<String, String> variables =
        DatabaseVariables.read(
            Map.of("MYSQL_DATABASE", "shop", "MYSQL_USER", "web", "MYSQL_PASSWORD_FILE", "/run/s"),
            path -> path.equals("/run/s") ? "secret\n" : "");

    assertTold(DatabaseDialect.of(Kind.MYSQL), variables);
  }

  /** As the image of PostgreSQL does it. */
  @Test
  void aDatabaseOfPostgresqlIsNamedAsItsUserIfNothingElseIsSaid() {
    DatabaseDialect dialect = DatabaseDialect.of(Kind.POSTGRESQL);

    assertThat(dialect.database(Map.of("POSTGRES_USER", "web"))).isEqualTo("web");
    assertThat(dialect.user(Map.of())).isEqualTo("postgres");
  }

  @Test
  void theImageOfBitnamiTellsThemByItsOwnNames() {
    assertTold(
        DatabaseDialect.of(Kind.POSTGRESQL),
        Map.of(
            "POSTGRESQL_DATABASE", "shop",
            "POSTGRESQL_USERNAME", "web",
            "POSTGRESQL_PASSWORD", "secret"));
  }

  /** A check that looks for a password which nobody has would pass. */
  @Test
  void withoutAPasswordOfTheUserThereIsNoneToLookFor() {
    for (Map<String, String> variables :
        List.of(
            Map.of("MARIADB_USER", "web", "MARIADB_PASSWORD_HASH", "*2A"),
            Map.of("MARIADB_USER", "web", "MARIADB_ROOT_PASSWORD", "of-root"),
            Map.of("MARIADB_USER", "web", "MARIADB_PASSWORD", ""),
            Map.of("MARIADB_USER", "web", "DB_USER", "other", "DB_PASS", "of-another"),
            Map.<String, String>of())) {
      assertThatThrownBy(() -> DatabaseDialect.of(Kind.MARIADB).password(variables))
          .as("password by %s", variables)
          .hasMessageContainingAll("no password", "MARIADB_PASSWORD", "_FILE", "Remedy: set");
    }
    assertThatThrownBy(() -> DatabaseDialect.of(Kind.POSTGRESQL).password(Map.of()))
        .hasMessageContainingAll("no password", "POSTGRES_PASSWORD");
  }

  @Test
  void whereAScriptMadeTheUserTheApplicationsVariablesTellIt() {
    assertTold(
        DatabaseDialect.of(Kind.MARIADB),
        DatabaseVariables.with(
            Map.of("MARIADB_RANDOM_ROOT_PASSWORD", "1"),
            Map.of("DB_NAME", "shop", "DB_USER", "web", "DB_PASS", "secret", "PATH", "/bin")));
  }

  @Test
  void databasesWhoseNamesAreLikeTheOwnOneAreAskedFor() {
    assertThat(DatabaseDialect.of(Kind.MYSQL).beyond("shop"))
        .contains("CREATE DATABASE `shop_ecluse`", "CREATE DATABASE `ecluse_shop`")
        .noneMatch(sql -> sql.contains("%"));
    assertThat(DatabaseDialect.of(Kind.POSTGRESQL).beyond("shop")).hasSize(5);
  }
}
