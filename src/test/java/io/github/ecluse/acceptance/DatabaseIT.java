package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.database.DatabaseSettings;
import io.github.ecluse.database.Rows;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The database: who gets in, and what the document's user may do. */
@AcceptanceTest
@ReadOnly
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

  /** Whoever is told that a row was written does not look whether it is the same. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"canal, 1", "dam, 40000"})
  @Order(5)
  @Claim("rows-as-written")
  void aValueThatDoesNotFitIsRefused(String word, int number, Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Rows rows = Rows.in(stack)) {
      rows.add("dam", 1);
      assertThat(rows.read()).as("rows that fit their columns, the control").containsOnly("dam 1");

      assertThatThrownBy(
              () -> rows.add(word, number),
              "'%s' for a column of 3 letters with %s for one of 2 bytes, which must be refused",
              word,
              number)
          .isInstanceOf(SQLException.class);
      assertThat(rows.read()).as("rows after one that does not fit").containsOnly("dam 1");
    }
  }

  @Test
  @Order(6)
  @Claim("rows-as-written")
  void nobodyReadsARowBeforeItsCommit(Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Rows rows = Rows.in(stack)) {
      try (Connection writer = rows.addForNow("dam", 1)) {
        assertThat(rows.read())
            .as("rows that another connection reads before the commit")
            .isEmpty();
        writer.commit();
      }
      assertThat(rows.read()).as("rows after the commit, the control").containsOnly("dam 1");
    }
  }

  /**
   * It is healthy as long as it has read little; then it is killed at its limit, again and again.
   */
  @Test
  @Order(7)
  @Claim("database-bounded")
  void itsBuffersFitIntoItsMemory(Stack stack) throws SQLException {
    stack.ensureReleased();
    long limit = Limits.memory(stack.database(), stack);

    Map<String, Long> buffers = DatabaseSettings.buffers(stack);
    assertThat(buffers).as("buffers of the database, the control").isNotEmpty();
    assertThat(buffers)
        .as(
            "buffers of the database that do not fit into its memory of %d bytes: its limit, or the"
                + " machine's",
            limit)
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(limit));
  }

  /** The disk is full after a month, or a year, and the database stops. */
  @Test
  @Order(8)
  @Claim("database-bounded")
  void itKeepsNoLogOfChangesForEver(Stack stack) throws SQLException {
    stack.ensureReleased();

    assertThat(DatabaseSettings.endlessLogs(stack))
        .as("logs of changes that the database keeps for ever, as neither time nor size ends them")
        .isEmpty();
  }
}
