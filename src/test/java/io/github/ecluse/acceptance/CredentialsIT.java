package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.database.Database;
import io.github.ecluse.database.Sessions;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.support.SecondApplication;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The credentials: with the right ones, and no others, the application reaches the database. */
@AcceptanceTest
@Order(150)
@Claim("database-settings")
class CredentialsIT {
  /** A generator of passwords takes each sign that means something in an address or a script. */
  private static final String ALL_SIGNS = "a/b#c?d@e:f%67&g+h=i;j'k\"l$m{n}o`p ~!|<*>";

  @ParameterizedTest
  @Order(1)
  @CsvSource({"DB_PASS, wrong", "DB_USER, nobody", "DB_NAME, mysql", "DB_HOST, 127.0.0.1"})
  void theApplicationUsesTheCredentialsThatItIsGiven(String variable, String value, Stack stack) {
    stack.ensureReleased();

    try (SecondApplication other =
        SecondApplication.of(stack, Inside.port(stack), variable, value)) {
      assertThat(statusOfTheDatabasePage(other, stack))
          .as("status of /db with %s=%s", variable, value)
          .isNotEqualTo(200);
    }
  }

  /** Whoever reads the log looks for the reason, and may be anybody. */
  @Test
  @Order(3)
  void aPasswordThatIsRefusedIsInNoLog(Stack stack) {
    stack.ensureReleased();
    String refused = "refused-" + System.nanoTime();

    try (SecondApplication other =
        SecondApplication.of(stack, Inside.port(stack), "DB_PASS", refused)) {
      assertThat(statusOfTheDatabasePage(other, stack))
          .as("status of /db with a wrong password, the control")
          .isNotEqualTo(200);
      assertThat(Logs.of(stack.engine().inspect(other.id()).orElseThrow()))
          .as("lines of the log of an app whose password is refused")
          .noneMatch(line -> line.contains(refused));
    }
  }

  private static int statusOfTheDatabasePage(SecondApplication other, Stack stack) {
    Promise promise = stack.workspace().promise();
    await("an application with other credentials answers")
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> Http.on(other.url()).get(promise.health()).statusCode() > 0);
    return Http.on(other.url()).get(promise.databasePage().orElseThrow()).statusCode();
  }

  /** The deployed application keeps its connections meanwhile, and nobody asks for new ones. */
  @Test
  @Order(2)
  void aPasswordMayHaveAllSigns(Stack stack) throws SQLException {
    stack.ensureReleasedAndWell();
    String password = Database.password(stack);
    assertThat(Database.user(stack))
        .as("user that the database's container names, whose password is changed: DB_USER")
        .isEqualTo(stack.application().environment().get("DB_USER"));

    Sessions.changePassword(stack, password, ALL_SIGNS);
    try (SecondApplication other =
        SecondApplication.of(stack, Inside.port(stack), "DB_PASS", ALL_SIGNS)) {
      assertThat(statusOfTheDatabasePage(other, stack))
          .as("status of /db with DB_PASS=%s, which is the password now", ALL_SIGNS)
          .isEqualTo(200);
    } finally {
      Sessions.changePassword(stack, ALL_SIGNS, password);
    }
  }
}
