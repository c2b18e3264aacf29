package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the passwords and keys of the registry are, and where they are not. */
@Tag("cluster")
@OwnStacks
@Order(3)
@Claim("secure-secrets")
class SecretsIT {
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  /** All that a run gives secrets to, or could. */
  private static final List<String> PROGRAMS = List.of("curl", "docker", "jq", "openssl", "perl");

  private static SecureStack stack;

  @TempDir private static Path folder;

  private static Path calls;

  /** Each program is called through one that notes its words and variables first. */
  @BeforeAll
  static void startIt(TestStacks stacks) throws IOException {
    stack = stacks.add(SecureStack.start());
    calls = folder.resolve("calls");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    for (String program : PROGRAMS) {
      String real = Command.of("which", program).run().orThrow().stdout().strip();
      Path noted =
          Files.writeString(
              programs.resolve(program),
              "#!/bin/bash\n{ echo \"%s $*\"; env; } >>'%s'\nexec %s \"$@\"\n"
                  .formatted(program, calls, real));
      Files.setPosixFilePermissions(noted, OWNERS);
    }
  }

  private static String noted(String line) {
    return "PATH='%s':$PATH; %s".formatted(folder.resolve("bin"), line);
  }

  private static List<String> secrets() {
    return Stream.of("push", "pull")
        .map(stack::login)
        .flatMap(login -> Stream.of(login.password(), login.header().split(" ", 2)[1]))
        .toList();
  }

  @Test
  @Order(1)
  void onlyTheirOwnerReadsThem() throws IOException {
    try (Stream<Path> files = Files.walk(stack.directory().resolve("secure"))) {
      List<Path> all = files.filter(file -> !file.endsWith("ca.crt")).toList();
      assertThat(all).as("files of the registry").hasSizeGreaterThan(6);
      for (Path file : all) {
        assertThat(OWNERS)
            .as("who may do what with %s", file)
            .containsAll(Files.getPosixFilePermissions(file));
      }
    }
  }

  @Test
  @Order(2)
  void noContainerAndNoRecordHasThem() {
    stack.release("");
    String project = "label=com.docker.compose.project=" + stack.project();
    String inspected =
        stack
            .shell("docker ps -aq --filter %s | xargs docker inspect".formatted(project))
            .orThrow()
            .stdout();
    String logs = stack.shell("docker compose logs").orThrow().stdout();
    String record = stack.shell("find \"$ECLUSE_STATE\" .env -type f -exec cat {} +").stdout();

    assertThat(record).as("record of the project").contains("x-release");
    assertShowsNone(inspected, "the settings of the containers");
    assertShowsNone(logs, "the logs of the containers");
    assertShowsNone(record, "the record of the project, and .env");
  }

  @Test
  @Order(3)
  void noProcessAndNoOutputOfARunShowsThem() throws IOException {
    List<String> printed =
        Stream.of("./build.sh --tag v1", "./build.sh --list", "bash -x ./build.sh --rollback v1")
            .map(line -> stack.paste(noted(line)))
            .peek(run -> assertThat(run.exitCode()).as("exit code of %s", run.lines()).isZero())
            .flatMap(run -> run.lines().stream())
            .toList();

    assertThat(Files.readString(calls)).as("calls").contains("curl -q", "docker push", "jq");
    assertShowsNone(
        Files.readString(calls), "words and variables of the programs that build.sh calls");
    assertShowsNone(String.join("\n", printed), "the output of build.sh");
  }

  @Test
  @Order(4)
  void theCommandThatMakesThemShowsThemToNobody() throws IOException {
    Files.deleteIfExists(calls);
    String elsewhere = "export REGISTRY_FILES=other REGISTRY_TRUSTED=trusted; ";

    String printed =
        stack
            .shell(
                noted(
                    elsewhere
                        + "provision/registry.sh create registry.example:5443 && "
                        + "provision/registry.sh password push <other/pull.password"))
            .orThrow()
            .stdout();

    String password = stack.read("other/push.password").strip();
    assertThat(Files.readString(calls)).as("calls").contains("openssl", "perl");
    assertThat(Files.readString(calls) + printed)
        .as("words and variables of the programs that registry.sh calls, and its output")
        .doesNotContain(password);
    assertThat(printed).as("the output of registry.sh").contains("has a new password");
  }

  @Test
  @Order(5)
  void eachContainerHasTheSecretsThatItNeeds() {
    Path secrets = stack.directory().resolve("secure");

    assertThat(mountsOf("registry-front"))
        .as("what the front has of the secrets")
        .filteredOn(each -> each.startsWith(secrets.toString()))
        .containsExactly(secrets.resolve("front").toString());
    assertThat(mountsOf("registry"))
        .as("what the registry has of the secrets")
        .filteredOn(each -> each.startsWith(secrets.toString()))
        .containsExactly(secrets.resolve("login").toString());
    for (String other : List.of("app", "db")) {
      assertThat(mountsOf(other))
          .as("what %s has of the secrets", other)
          .noneMatch(
              each -> secrets.toString().startsWith(each) || each.startsWith(secrets.toString()));
    }
  }

  private static List<String> mountsOf(String service) {
    return stack
        .shell(
            "docker inspect -f '{{range .Mounts}}{{println .Source}}{{end}}' "
                + stack.container(service))
        .orThrow()
        .stdout()
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static void assertShowsNone(String text, String what) {
    for (String secret : secrets()) {
      assertThat(text.contains(secret)).as("%s: a password is there", what).isFalse();
    }
  }
}
