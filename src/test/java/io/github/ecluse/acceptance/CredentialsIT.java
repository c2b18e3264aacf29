package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.support.SecondApplication;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The credentials: with wrong ones the application does not reach the database. */
@AcceptanceTest
@Order(150)
@Claim("database-settings")
class CredentialsIT {
  @ParameterizedTest
  @CsvSource({"DB_PASS, wrong", "DB_USER, nobody", "DB_NAME, mysql", "DB_HOST, 127.0.0.1"})
  void theApplicationUsesTheCredentialsThatItIsGiven(String variable, String value, Stack stack) {
    stack.ensureReleased();

    try (SecondApplication other =
        SecondApplication.of(stack, Inside.port(stack), variable, value)) {
      await("an application with %s=%s answers".formatted(variable, value))
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(
              () ->
                  Http.on(other.url()).get(stack.workspace().promise().health()).statusCode() > 0);
      assertThat(
              Http.on(other.url())
                  .get(stack.workspace().promise().databasePage().orElseThrow())
                  .statusCode())
          .as("status of /db with %s=%s", variable, value)
          .isNotEqualTo(200);
    }
  }
}
