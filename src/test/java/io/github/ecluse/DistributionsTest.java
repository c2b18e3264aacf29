package io.github.ecluse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code provision/} tells a machine that it does not install on, by its os-release(5). */
class DistributionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ID=ubuntu;ID_LIKE=debian;VERSION_ID="24.04"               | apt-get install -y docker.io docker-compose-v2 docker-buildx
          ID=linuxmint;ID_LIKE="ubuntu debian";VERSION_ID="22.1"    | apt-get install -y docker.io docker-compose-v2 docker-buildx
          ID=kali;ID_LIKE=debian;VERSION_ID="2026.3"                | apt-get install -y docker.io docker-cli docker-compose docker-buildx
          ID=debian;VERSION_ID="11";VERSION_CODENAME=bullseye       | upgrade to Debian 12 or newer
          ID=fedora;VERSION_ID=43                                   | dnf -y install moby-engine docker-cli docker-compose docker-buildx
          ID="rocky";ID_LIKE="rhel centos fedora";VERSION_ID="9.4"  | dnf -y install docker-ce docker-ce-cli containerd.io
          ID="amzn";ID_LIKE="fedora";VERSION_ID="2023"              | dnf -y install docker jq iptables-nft
          ID=manjaro;ID_LIKE=arch                                   | pacman -Syu --needed docker docker-compose docker-buildx
          ID=alpine;VERSION_ID=3.22.0                               | apk add docker docker-cli-compose docker-cli-buildx
          ID="opensuse-leap";ID_LIKE="suse opensuse"                | zypper -n install docker docker-compose docker-buildx
          ID=nixos;VERSION_ID="25.05"                               | virtualisation.docker.enable = true
          ID=slackware;VERSION_ID="15.0"                            | install Docker Engine 25 or newer with Compose v2, Buildx
          """)
  void eachDistributionIsToldItsOwnPackages(String release, String command, @TempDir Path folder)
      throws IOException {
    CommandResult refused = sourced("need_root_on_debian 'Docker engine'", release, folder);

    assertThat(refused.exitCode()).as("exit code").isEqualTo(3);
    assertThat(refused.stderr())
        .contains("Docker engine is missing, and this script installs on Debian 12 or newer only")
        .contains(command)
        .contains("# then run this again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ID=debian;VERSION_ID="12";VERSION_CODENAME=bookworm | pinned
          ID=debian;VERSION_ID="13";VERSION_CODENAME=trixie   | own
          ID=debian;VERSION_CODENAME=forky                    | own
          """)
  void debianIsProvisionedFromItsOwnPackagesWhereTheyAreNewEnough(
      String release, String packages, @TempDir Path folder) throws IOException {
    assertThat(sourced("debian_packages", release, folder).orThrow().stdout().strip())
        .isEqualTo(packages);
  }

  private static CommandResult sourced(String call, String release, Path folder)
      throws IOException {
    Path file = folder.resolve("os-release");
    Files.writeString(file, release.replace(';', '\n') + "\n");
    String script =
        "set -euo pipefail; for part in say record distributions apt; do"
            + " source provision/lib/$part.sh; done; "
            + call;
    return Command.of("bash", "-c", script)
        .with(Map.of("ECLUSE_OS_RELEASE", file.toString(), "ECLUSE_STATE_DIR", folder.toString()))
        .run();
  }
}
