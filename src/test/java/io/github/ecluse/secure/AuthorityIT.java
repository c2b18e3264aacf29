package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.workspace.StackDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the authority of a registry counts, and for which registry Docker trusts it. */
@Tag("cluster")
@Order(0)
class AuthorityIT {
  private static final Path PROJECT = StackDirectory.given().path();
  private static final String ADDRESS = "registry.example:5443";

  @TempDir private Path folder;

  @Test
  @Order(1)
  @Claim("secure-renewal")
  void itOutlivesItsFirstCertificate() {
    registry(Map.of("REGISTRY_DAYS", "1"), "create", ADDRESS).orThrow();
    assertThat(isValid(Duration.ofHours(1))).as("the first certificate, in an hour").isTrue();
    assertThat(isValid(Duration.ofDays(10))).as("the first certificate, in ten days").isFalse();

    registry(Map.of("REGISTRY_DAYS", "90"), "renew").orThrow();

    assertThat(isValid(Duration.ofDays(10))).as("a renewed certificate, in ten days").isTrue();
    assertThat(isValid(Duration.ofDays(89))).as("a renewed certificate, in 89 days").isTrue();
  }

  @Test
  @Order(2)
  @Claim("secure-renewal")
  void noCertificateOutlivesIt() {
    registry(Map.of(), "create", ADDRESS).orThrow();

    String said = registry(Map.of("REGISTRY_DAYS", "9000"), "renew").orThrow().stdout();

    assertThat(end("front/registry.pem"))
        .as("end of a certificate for 9000 days")
        .isAfter(Instant.now().plus(Duration.ofDays(1000)))
        .isBeforeOrEqualTo(end("ca.crt"));
    assertThat(said).as("output of renew").contains("the CA ends on ");
  }

  @Test
  @Order(3)
  @Claim("secure-tls")
  void toForgetOneRegistryTakesNoOther() {
    registry(Map.of(), "create", ADDRESS).orThrow();
    List<String> others =
        List.of(
            "registry.example:5444",
            "registry.example:54430",
            "registry.example:443",
            "other-registry.example:5443",
            "registry.examples:5443");
    for (String other : others) {
      registry(Map.of(), "trust", other, folder.resolve("secure/ca.crt").toString()).orThrow();
    }
    assertThat(isTrusted(ADDRESS)).as("whether %s is trusted", ADDRESS).isTrue();

    registry(Map.of(), "forget", ADDRESS).orThrow();

    assertThat(isTrusted(ADDRESS)).as("whether %s is still trusted", ADDRESS).isFalse();
    assertThat(others)
        .as("registries that are trusted beside the forgotten one")
        .allMatch(this::isTrusted, "trusted");
  }

  private boolean isTrusted(String registry) {
    return Files.exists(folder.resolve("trusted").resolve(registry).resolve("ca.crt"));
  }

  /** Whether a client that trusts the authority takes the certificate after a time. */
  private boolean isValid(Duration later) {
    String at = Long.toString(Instant.now().plus(later).getEpochSecond());
    Path files = folder.resolve("secure");
    return Command.of("openssl", "verify", "-CAfile", files.resolve("ca.crt").toString())
        .and("-attime", at, files.resolve("front/registry.pem").toString())
        .run()
        .succeeded();
  }

  private Instant end(String certificate) {
    String file = folder.resolve("secure").resolve(certificate).toString();
    String ends = "date -d \"$(openssl x509 -in \"$0\" -noout -enddate | cut -d = -f 2)\" +%s";
    String seconds = Command.of("bash", "-c", ends, file).run().orThrow().stdout().strip();
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  /** No registry runs in a project of this name. */
  private CommandResult registry(Map<String, String> variables, String... words) {
    return Command.of(PROJECT.resolve("provision/registry.sh").toString())
        .and(words)
        .in(PROJECT)
        .with(
            Map.of(
                "REGISTRY_FILES", folder.resolve("secure").toString(),
                "REGISTRY_TRUSTED", folder.resolve("trusted").toString(),
                "COMPOSE_PROJECT_NAME", "ecluse-authority"))
        .with(variables)
        .run();
  }
}
