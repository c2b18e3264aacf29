package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The database: who gets in, and what the document's user may do. */
@AcceptanceTest
@Order(50)
class DatabaseIT {
  @Test
  @Order(1)
  @Claim("database-credentials")
  void theDocumentsUserReachesTheDocumentsDatabase(Stack stack) throws SQLException {
    stack.ensureReleased();

    assertThat(Database.introduction(stack))
        .as("database, user and version")
        .satisfies(
            row -> {
              assertThat(row.get(0)).isEqualTo(Database.name(stack));
              assertThat(row.get(1)).startsWith(Database.user(stack));
              assertThat(row.get(2)).containsIgnoringCase(Database.words(stack));
            });
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("otherCredentials")
  @Order(2)
  @Claim("database-credentials")
  void otherCredentialsAreRefused(String user, String what, String password, Stack stack) {
    stack.ensureReleased();

    assertThatThrownBy(
            () -> Database.connect(stack, user, password).close(),
            "a login as %s with %s, which must be refused",
            user,
            what)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(Database.isDenial(e)).as("whether it denies: %s", e).isTrue());
  }

  /** An account may have no password, the one of another, or one that everybody tries. */
  static Stream<Arguments> otherCredentials(Stack stack) {
    String user = Database.user(stack);
    String password = Database.password(stack);
    String administrator = Database.administrator(stack);
    String own = "the password of " + user;
    return Stream.of(
            arguments(user, "the password 'wrong'", "wrong"),
            arguments(user, "no password", ""),
            arguments(administrator, "no password", ""),
            arguments(administrator, own, password),
            arguments(administrator, "the password 'root'", "root"),
            arguments(administrator, "the password 'password'", "password"),
            arguments(administrator, "the password 'rootpass'", "rootpass"),
            arguments("nobody", own, password),
            arguments("nobody", "no password", ""))
        .filter(login -> !(login.get()[0].equals(user) && login.get()[2].equals(password)));
  }

  @Test
  @Order(3)
  @Claim("database-credentials")
  void theUserMayDoAllItNeedsOnItsOwnDatabase(Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE ecluse_rights (id INT PRIMARY KEY, word VARCHAR(20))");
      statement.execute("ALTER TABLE ecluse_rights ADD COLUMN more INT");
      statement.execute("INSERT INTO ecluse_rights VALUES (1, 'canal', 2)");
      statement.execute("UPDATE ecluse_rights SET word = 'lock' WHERE id = 1");
      statement.execute("DELETE FROM ecluse_rights");
      statement.execute("DROP TABLE ecluse_rights");
    }
  }

  @ParameterizedTest
  @MethodSource("beyond")
  @Order(4)
  @Claim("database-rights")
  void theUserMayDoNothingBeyondIt(String sql, Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Connection connection = Database.connect(stack);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql), "as the user: %s", sql)
          .isInstanceOf(SQLException.class)
          .hasMessageMatching("(?s).*(denied|must be superuser).*");
    }
  }

  static Stream<String> beyond(Stack stack) {
    return Database.beyondItsRights(stack);
  }
}
