package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.pipeline.PipelineRun;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All modes of {@code build.sh} with the registry that has TLS and a login. */
@Tag("cluster")
@OwnStacks
@Order(4)
@Claim("secure-pipeline")
class SecurePipelineIT {
  private static final String IMAGES = "{{range .RepoDigests}}{{println .}}{{end}}";

  private static SecureStack stack;

  private static String first;
  private static String second;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
  }

  @Test
  @Order(1)
  void whatWasPushedIsWhatTheRegistryHoldsIsWhatRuns() {
    first = stack.release("--tag v1").release().digest().value();

    assertRuns(first);
    assertThat(stack.registry().digest(stack.login("pull"), "v1")).isEqualTo(first);
  }

  @Test
  @Order(2)
  void aRollingReleaseDeploysANewVersion() {
    stack.write("app/app.py", stack.read("app/app.py") + "\n# another version\n");

    second = stack.release("--rolling --tag v2").release().digest().value();

    assertThat(second).isNotEqualTo(first);
    assertRuns(second);
  }

  @Test
  @Order(3)
  void theListShowsWhatTheRegistryHoldsAndWhatRuns() {
    List<String> lines = stack.release("--list").lines();

    assertThat(lines)
        .anyMatch(line -> line.matches("v1 +" + first + " +[0-9TZ:-]+"))
        .anyMatch(line -> line.matches("latest +" + second + " +[0-9TZ:-]+ runs"));
  }

  @Test
  @Order(4)
  void aRollbackServesTheVersionAgain() {
    stack.release("--rolling --rollback v1");
    assertRuns(first);

    stack.release("--rollback v2");
    assertRuns(second);
  }

  @Test
  @Order(5)
  void aVersionThatIsTakenIsRefusedBeforeAnyPush() {
    stack.write("app/app.py", stack.read("app/app.py") + "\n# a third version\n");

    PipelineRun run = stack.paste("./build.sh --tag v1");

    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(16);
    assertThat(run.lines()).doesNotContain("[*] Pushing to registry...");
    assertRuns(second);
  }

  @Test
  @Order(6)
  void garbageIsCollectedAndTheRegistryServesAgain() {
    stack.release("--collect-garbage");

    assertThat(stack.registry().digest(stack.login("pull"), "v1")).isEqualTo(first);
    assertThat(stack.shell("docker pull -q " + stack.repository() + ":v1").exitCode()).isZero();
  }

  @Test
  @Order(7)
  void aReleaseThatDoesNotStartLeadsBackAndLatestWithIt() {
    String source = stack.read("app/app.py");
    stack.write("app/app.py", "raise SystemExit('this release does not start')\n" + source);

    PipelineRun run = stack.paste("./build.sh");

    stack.write("app/app.py", source);
    assertThat(run.exitCode()).as("exit code of build.sh").isEqualTo(14);
    assertRuns(second);
  }

  /** A helper keeps the login elsewhere than in config.json. */
  @Test
  @Order(8)
  void aCredentialHelperIsAskedForTheLogin() {
    stack
        .shell(
            """
            mkdir -p helpers && docker logout %s && cat >helpers/docker-credential-ecluse <<'TEXT'
            #!/bin/bash
            read -r server
            [ "$1" = get ] && [ "$server" = %s ] || { echo "credentials not found in native keychain"; exit 1; }
            jq -n --rawfile secret secure/push.password '{Username: "push", Secret: ($secret | rtrimstr("\\n"))}'
            TEXT
            chmod +x helpers/docker-credential-ecluse
            jq '.credsStore = "ecluse"' "$DOCKER_CONFIG/config.json" >config.new && mv config.new "$DOCKER_CONFIG/config.json"
            """
                .formatted(stack.address(), stack.address()))
        .orThrow();

    PipelineRun run = stack.paste("PATH=$PWD/helpers:$PATH ./build.sh --tag v3");

    assertThat(run.exitCode()).as("exit code of build.sh:%n%s", run.lines()).isZero();
    assertRuns(run.release().digest().value());
  }

  private static void assertRuns(String digest) {
    String image =
        stack
            .shell("docker inspect -f '{{.Image}}' " + stack.container("app"))
            .orThrow()
            .stdout()
            .strip();
    assertThat(stack.shell("docker image inspect -f '" + IMAGES + "' " + image).stdout())
        .as("digests of what runs")
        .contains(stack.repository() + "@" + digest);
    assertThat(stack.registry().digest(stack.login("pull"), "latest"))
        .as("latest in the registry")
        .isEqualTo(digest);
    assertThat(
            stack
                .shell(
                    "curl -q -s -f --noproxy '*' http://127.0.0.1:%s/db".formatted(stack.appPort()))
                .exitCode())
        .as("the page /db")
        .isZero();
  }
}
