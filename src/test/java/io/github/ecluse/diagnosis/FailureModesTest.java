package io.github.ecluse.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each text is what Docker 26.1.5 or this stack really printed. */
class FailureModesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry-down  | Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused
          registry-down  | Get "http://localhost:5000/v2/": read tcp 127.0.0.1:41834->127.0.0.1:5000: read: connection reset by peer
          registry-down  | error pulling image configuration: Get "http://localhost:5000/v2/app/manifests/latest": EOF
          registry-down  | Condition with alias 'an answer of the registry on port 21875' didn't complete within 30 seconds because condition with Lambda expression in io.github.ecluse.stack.Stack was not fulfilled.
          push-login     | no basic auth credentials
          push-denied    | denied: requested access to the resource is denied
          push-denied    | unknown: Method not allowed
          registry-error | received unexpected HTTP status: 500 Internal Server Error
          disk-full      | level=error msg="response completed with error" err.detail="no space left on device"
          port-taken     | Bind for 127.0.0.1:5000 failed: port is already allocated
          registry-http  | Get "https://172.17.0.1:24031/v2/": http: server gave HTTP response to HTTPS client
          push-denied    | the registry takes no upload any more: it answers 405
          registry-error | the registry takes no upload any more: it answers 500
          registry-full  | fact: registry-storage=full
          registry-elsewhere | the registry is healthy, but nothing answers at http://localhost:25123/v2/
          app-crashes    | app did not become healthy:  restarting Restarting (1) Less than a second ago
          app-unhealthy  | app did not become healthy:  running Up 11 seconds (unhealthy)
          db-password    | {"error":"the database refused the user or the password (1045)"}
          db-down        | registry running/healthy, db exited/unhealthy, app running/healthy, registry answers
          port-taken     | build.sh: port 8080 is held by the program java (process 4711). Remedy: APP_PORT=8090 ./build.sh   # or stop it
          base-image     | ERROR: failed to solve: python:3.11-slim: failed to resolve source metadata
          net-admin      | entrypoint: the rule that drops ICMP echo requests can't be set: the container lacks NET_ADMIN; the application does not start with ping open
          ping-rule      | entrypoint: the rule that drops ICMP echo requests can't be set: iptables: No chain; the application does not start with ping open
          """)
  void aFailureIsRecognisedByTheClassOfItsError(String name, String text) {
    assertThat(FailureModes.in(text)).map(FailureMode::name).contains(name);
  }

  @Test
  void anUnknownTextIsNotExplained() {
    assertThat(FailureModes.in("the weather is fine")).isEmpty();
  }

  @Test
  void everyModeSaysWhatHappenedWhyAndWhatToDo() {
    assertThat(FailureModes.all())
        .isNotEmpty()
        .allSatisfy(
            mode -> {
              assertThat(mode.symptom()).as("symptom of %s", mode.name()).isNotBlank();
              assertThat(mode.cause()).as("cause of %s", mode.name()).isNotBlank();
              assertThat(mode.remedy()).as("remedy of %s", mode.name()).isNotBlank();
            });
  }
}
