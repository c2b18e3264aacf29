package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.flask.Database;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database: who gets in, and what the document's user may do. */
@AcceptanceTest
@Order(50)
class DatabaseIT {
  /** "Access denied", for a login (MariaDB's error codes). */
  private static final int LOGIN_DENIED = 1045;

  @Test
  @Order(1)
  @Claim("database-credentials")
  void theDocumentsUserReachesTheDocumentsDatabase(Stack stack) throws SQLException {
    assertThat(answers(stack, "SELECT DATABASE(), CURRENT_USER(), VERSION()"))
        .as("database, user and version")
        .satisfies(
            row -> {
              assertThat(row.get(0)).isEqualTo("appdb");
              assertThat(row.get(1)).startsWith("appuser@");
              assertThat(row.get(2)).contains("MariaDB");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "appuser, wrong",
    "appuser, ''",
    "root, ''",
    "root, apppass",
    "root, root",
    "root, password",
    "root, rootpass",
    "nobody, apppass",
    "nobody, ''"
  })
  @Order(2)
  @Claim("database-credentials")
  void otherCredentialsAreRefused(String user, String password, Stack stack) {
    stack.ensureReleased();

    assertThatThrownBy(
            () -> Database.connect(stack, user, password).close(),
            "login as %s with the password '%s'",
            user,
            password)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(LOGIN_DENIED));
  }

  @Test
  @Order(3)
  @Claim("database-credentials")
  void theUserMayDoAllItNeedsOnItsOwnDatabase(Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Connection connection = Database.connect(stack, "appuser", "apppass");
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
  @ValueSource(
      strings = {
        "CREATE DATABASE ecluse_other",
        "SELECT * FROM mysql.global_priv",
        "CREATE USER ecluse_other",
        "SHUTDOWN",
        "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/ecluse'"
      })
  @Order(4)
  @Claim("database-credentials")
  void theUserMayDoNothingBeyondIt(String sql, Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Connection connection = Database.connect(stack, "appuser", "apppass");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql), "as appuser: %s", sql)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }

  private static List<String> answers(Stack stack, String sql) throws SQLException {
    stack.ensureReleased();
    try (Connection connection = Database.connect(stack, "appuser", "apppass");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      row.next();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        values.add(row.getString(i));
      }
      return values;
    }
  }
}
