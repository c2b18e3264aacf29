package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which packages {@code provision.sh --remove} takes away: the machine's own apt is asked, about a
 * machine whose packages are those of a status file of dpkg.
 */
@Tag("provisioning")
@Order(210)
@Claim("provisioning")
class RemovalIT {
  private static final String PROVISIONED =
      installed("docker.io", "containerd") + installed("containerd", "") + installed("curl", "");

  @TempDir private Path folder;

  @Test
  void whatNothingElseNeedsIsRemoved() throws IOException {
    assertThat(removed(PROVISIONED).stdout().lines())
        .containsExactlyInAnyOrder("docker.io", "containerd", "curl");
  }

  @Test
  void aPackageOnWhichSomethingElseDependsStays() throws IOException {
    CommandResult result = removed(PROVISIONED + installed("users-tool", "curl"));

    assertThat(result.stdout().lines()).containsExactlyInAnyOrder("docker.io", "containerd");
    assertThat(result.stderr()).contains("curl stays").contains("users-tool");
  }

  @Test
  void soDoesWhatThatPackageDependsOnItself() throws IOException {
    CommandResult result = removed(PROVISIONED + installed("users-tool", "docker.io"));

    assertThat(result.stdout().lines()).containsExactly("curl");
    assertThat(result.stderr()).contains("docker.io stays").contains("containerd stays");
  }

  @Test
  void oneOfTwoAlternativesStays() throws IOException {
    CommandResult result = removed(PROVISIONED + installed("users-tool", "containerd | curl"));

    assertThat(result.stdout().lines()).containsExactlyInAnyOrder("docker.io", "containerd");
    assertThat(result.stderr()).contains("curl stays").contains("users-tool");
  }

  private CommandResult removed(String status) throws IOException {
    Path dpkg = Files.createDirectories(folder.resolve("dpkg"));
    Files.writeString(dpkg.resolve("status"), status);
    Path apt = folder.resolve("apt.conf");
    Files.writeString(apt, "Dir::State::status \"%s\";%n".formatted(dpkg.resolve("status")));
    Files.writeString(
        folder.resolve("record.tsv"), "package\tdocker.io\npackage\tcontainerd\npackage\tcurl\n");
    String script =
        "set -euo pipefail; for part in say record remove; do"
            + " source provision/lib/$part.sh; done; packages_to_remove";
    return Command.of("bash", "-c", script)
        .with(
            Map.of(
                "ECLUSE_STATE_DIR", folder.toString(),
                "APT_CONFIG", apt.toString(),
                "DPKG_ADMINDIR", dpkg.toString()))
        .run()
        .orThrow();
  }

  private static String installed(String name, String depends) {
    return """
    Package: %s
    Status: install ok installed
    Maintainer: nobody <nobody@localhost>
    Architecture: all
    Version: 1
    %sDescription: a package of a test

    """
        .formatted(name, depends.isEmpty() ? "" : "Depends: " + depends + "\n");
  }
}
