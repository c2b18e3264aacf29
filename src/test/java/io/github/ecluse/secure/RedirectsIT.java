package io.github.ecluse.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.OwnStacks;
import io.github.ecluse.junit.TestStacks;
import io.github.ecluse.pipeline.PipelineRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A registry that keeps its blobs on another host, as those of the large clouds do. */
@Tag("cluster")
@OwnStacks
@Order(8)
@Claim("secure-secrets")
class RedirectsIT {
  private static final String FRONT = "proxy/registry.cfg";
  private static final String BEFORE = "    http-request set-header X-Forwarded-Proto https\n";
  private static final String REDIRECT =
      "    http-request redirect prefix %s code 307 if METH_GET { path_sub /blobs/sha256: }\n";

  private static SecureStack stack;

  @BeforeAll
  static void startIt(TestStacks stacks) {
    stack = stacks.add(SecureStack.start());
    stack.release("--tag v1");
  }

  @Test
  void theLoginIsNotSentToTheHostThatTheRegistryNames() {
    String front = stack.read(FRONT);
    assertThat(front).as(FRONT).contains(BEFORE);
    try (OtherHost other = OtherHost.answering("{\"created\": \"2001-02-03T04:05:06.7Z\"}")) {
      stack.write(FRONT, front.replace(BEFORE, REDIRECT.formatted(other.url()) + BEFORE));
      stack
          .shell("docker compose up -d --force-recreate --no-deps --wait registry-front")
          .orThrow();

      PipelineRun list = stack.release("--list");

      // The registry answers none of its requests without a login.
      assertThat(list.lines())
          .as("what --list prints, with a date from the other host")
          .anyMatch(line -> line.matches("v1 +sha256:[0-9a-f]{64} +2001-02-03T04:05:06Z( +runs)?"));
      assertThat(other.logins())
          .as("logins that the other host got, one for each request")
          .isNotEmpty()
          .containsOnly("");
    }
  }
}
