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
          registry-http  | failed to do request: Head "https://192.0.2.2:5544/v2/app/manifests/v1": tls: first record does not look like a TLS handshake
          registry-http  | fact: registry=plain-http
          pull-only      | denied: this user may only pull
          pull-only      | fact: upload=https-403
          tag-fixed      | denied: this version exists already, with another image; versions are never overwritten
          tag-fixed      | failed commit on ref "manifest-sha256:8bbe": unexpected status from PUT request to https://192.0.2.2:5543/v2/app/manifests/v1: 403 Forbidden
          login-refused  | fact: registry=https-401-with-a-login
          login-missing  | fact: registry=https-401
          certificate-unknown | Get "https://192.0.2.2:5543/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority
          certificate-unknown | fact: registry=untrusted: SSL certificate problem: unable to get local issuer certificate
          certificate-unknown | fact: registry=untrusted: SSL certificate problem: self-signed certificate in certificate chain
          certificate-expired | tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-29T22:16:08Z is after 2026-11-28T22:16:08Z
          certificate-expired | fact: registry=untrusted: SSL certificate problem: certificate has expired
          certificate-name | tls: failed to verify certificate: x509: certificate is valid for 192.0.2.2, not 172.17.0.1
          certificate-name | tls: failed to verify certificate: x509: cannot validate certificate for 172.17.0.1 because it doesn't contain any IP SANs
          certificate-name | fact: registry=untrusted: SSL: no alternative certificate subject name matches target host name '172.17.0.1'
          push-denied    | the registry takes no upload any more: it answers 405
          registry-error | the registry takes no upload any more: it answers 500
          registry-full  | fact: registry-storage=full
          garbage-elsewhere | this project's registry is stopped, but one answers at http://127.0.0.1:5010/v2/
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
