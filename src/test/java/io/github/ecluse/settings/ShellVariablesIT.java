package io.github.ecluse.settings;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person's shell and editor do to the files while a run goes on. */
@Tag("settings")
@AcceptanceTest
@Order(25)
class ShellVariablesIT {
  /** What a shell, a YAML or an env file could take for its own. */
  private static final String ODD =
      "two  \"words\" 'more' $HOME ${TAG} $$ # 5 = five, \\n\nlast: line";

  private static final Map<String, String> EXPORTED =
      Map.of("STAGE", ODD, "TAG", "bookworm", "BUILD", "77", "image", "theirs");

  private static final String LABEL = "note=before the holidays, " + ODD;

  private static final String OVERLAY =
      """
      services:
        app:
          environment:
            SEEN: "${STAGE:-}/${TAG:-}/${BUILD:-}/${image:-}"
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", "--rolling"})
  @Order(1)
  void exportedVariablesReachTheStackAsTheyAre(String option, Stack stack) {
    String[] words = option.isEmpty() ? new String[0] : new String[] {option};
    try (Checkout checkout = Checkout.of(stack).overlay(OVERLAY)) {
      Map<String, String> variables = new HashMap<>(EXPORTED);
      variables.put("IMAGE_LABEL", LABEL);

      assertDeployed(checkout.run(variables, words), stack);

      assertThat(stack.application().environment())
          .as("variables of app, into one of which the shell's are taken")
          .containsEntry("SEEN", ODD + "/bookworm/77/theirs");
      assertThat(labels(stack))
          .as("labels of the image that was built with one of many words")
          .containsEntry("note", LABEL.split("=", 2)[1]);
    }
  }

  private static Map<String, String> labels(Stack stack) {
    String image = stack.application().imageId();
    return stack.engine().client().inspectImageCmd(image).exec().getConfig().getLabels();
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "always"})
  @Order(2)
  void aPullPolicyOfTheApplicationChangesNoImage(String policy, Stack stack) {
    String overlay = "services: {app: {pull_policy: %s, build: app}}%n".formatted(policy);
    try (Checkout checkout = Checkout.of(stack).overlay(overlay)) {
      assertDeployed(checkout.run("--tag", "before-" + policy), stack);
      Application.of(stack).addToPages("after the version");

      assertDeployed(checkout.run("--rollback", "before-" + policy), stack);
    }
  }

  /** It is for the next run: this one has checked, and records, what it has read. */
  @Test
  @Order(3)
  void aFileThatIsEditedDuringARunIsNotDeployedByIt(Stack stack) {
    AtomicBoolean edited = new AtomicBoolean();
    try (Checkout checkout = Checkout.of(stack)) {
      PipelineRun run =
          stack
              .releases()
              .watched(
                  line -> {
                    if (line.equals("[*] Stopping containers...")) {
                      checkout.replace(
                          "compose.yml", "DB_NAME: appdb", "DB_NAME: appdb\n      EDITED: late");
                      edited.set(true);
                    }
                  });

      assertThat(edited).as("whether the file was edited before down").isTrue();
      assertThat(run.succeeded()).as("success of build.sh").isTrue();
      assertThat(stack.application().environment()).doesNotContainKey("EDITED");
    }
  }
}
