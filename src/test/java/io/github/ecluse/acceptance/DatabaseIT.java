package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.flask.Database;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database: who gets in, what the document's user may do, and from where it is reached. */
@AcceptanceTest
@Order(5)
class DatabaseIT {
  /** "Access denied", for a login (MariaDB's error codes). */
  private static final int LOGIN_DENIED = 1045;

  private static final Duration GREETING_LIMIT = Duration.ofMillis(500);

  @Test
  @Order(1)
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
  void theUserMayDoNothingBeyondIt(String sql, Stack stack) throws SQLException {
    stack.ensureReleased();
    try (Connection connection = Database.connect(stack, "appuser", "apppass");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql), "as appuser: %s", sql)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }

  @Test
  @Order(5)
  void itIsReachedFromTheBackNetworkAndNotFromTheFrontOne(Stack stack) {
    stack.ensureReleased();
    String address = stack.service("db").addresses().get(stack.compose().network("secure_back"));
    ProbeContainer front = stack.probes().on("secure_front");

    assertThat(stack.probes().on("secure_back").connect(address, 3306).answered())
        .as("TCP to db from secure_back, the control")
        .isTrue();
    assertThat(stack.probes().pingWorksOn("secure_front"))
        .as("ping from secure_front to the host or to another container, the control")
        .isTrue();
    assertThat(isReached(address, front)).as("TCP to db's address from secure_front").isFalse();
    assertThat(isReached("db", front)).as("TCP to the name db from secure_front").isFalse();
  }

  /** It has no IPv6 address where the engine keeps no networks apart, unless the stack gives it. */
  @Test
  @Order(6)
  @NeedsIpv6
  void itIsReachedFromTheBackNetworkAndNotFromTheFrontOneOverIpv6(Stack stack) {
    stack.ensureReleased();
    ProbeContainer front = stack.probes().on("secure_front");
    await("ping from secure_front to another container over IPv6, the control")
        .until(
            () -> front.ping(stack.probes().neighbourOn("secure_front").ipv6Address()).answered());

    List<String> addresses =
        stack.service("db").ipv6Addresses().values().stream()
            .filter(address -> !address.isEmpty())
            .toList();
    for (String address : addresses) {
      await("TCP to db's IPv6 address from secure_back, the control")
          .until(() -> stack.probes().on("secure_back").connect(address, 3306).reached());
      assertThat(front.connect(address, 3306).reached())
          .as("TCP to db's IPv6 address %s from secure_front", address)
          .isFalse();
    }
    assertThat(isReached("db", front)).as("TCP to the name db from secure_front").isFalse();
  }

  /**
   * Asked twice: while a network is created, the engine takes its rule that isolates networks away
   * for some milliseconds (moby: setupIPTables calls EnsureJumpRule, to have it on top).
   */
  private static boolean isReached(String host, ProbeContainer probe) {
    return IntStream.range(0, 2).allMatch(time -> probe.connect(host, 3306).answered());
  }

  @Test
  @Order(7)
  void noAddressOfTheHostPublishesIt(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.service("db").published()).as("ports of db on the host").isEmpty();
    stack.services().all().stream()
        .flatMap(service -> service.published().stream())
        .map(PublishedPort::hostPort)
        .forEach(
            port ->
                assertThat(greeting(port))
                    .as("what port %d of the host says first; a database would greet", port)
                    .isEmpty());
  }

  /** Returns what a server says before it is asked; a database does, a web server does not. */
  private static String greeting(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) GREETING_LIMIT.toMillis());
      return new String(socket.getInputStream().readNBytes(5), StandardCharsets.ISO_8859_1);
    } catch (SocketTimeoutException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
