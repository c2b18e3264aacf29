package io.github.ecluse.settings;

import static io.github.ecluse.checkout.Outcomes.assertDeployed;
import static io.github.ecluse.checkout.Outcomes.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.checkout.Checkout;
import io.github.ecluse.checkout.OtherCheckout;
import io.github.ecluse.checkout.Untouched;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.process.Command;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who runs it: under another umask, without root, without the group of the engine, after sudo. */
@Tag("settings")
@AcceptanceTest
@Order(21)
class UsersIT {
  /** The user {@code nobody}, whom every Linux has. */
  private static final String NOBODY = "65534";

  /** A user who has nothing to do with it. */
  private static final String SOMEBODY = "65533";

  private static final String OPEN =
      "for file; do if [ -r \"$file\" ] || [ -w \"$file\" ]; then echo \"$file\"; fi; done";

  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  @Test
  @Order(1)
  void aCheckoutThatOnlyItsOwnerReadsGivesTheSameImage(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String directory = stack.workspace().directory().toString();
      Digest before = assertDeployed(checkout.run(), stack).digest();
      checkout.undoneBy(() -> run("chmod", "-R", "go=rX", directory));
      run("chmod", "-R", "go=", directory);

      Digest plain = assertDeployed(checkout.run(), stack).digest();
      Digest rolling = assertDeployed(checkout.run("--rolling"), stack).digest();

      assertThat(plain).as("digest of an image of the same source").isEqualTo(before);
      assertThat(rolling).as("digest of an image of the same source").isEqualTo(before);
    }
  }

  @Test
  @Order(2)
  void aCheckoutThatItsGroupMayWriteToGivesTheSameImage(Stack stack) {
    try (Checkout checkout = Checkout.of(stack)) {
      String directory = stack.workspace().directory().toString();
      Digest before = assertDeployed(checkout.run(), stack).digest();
      checkout.undoneBy(() -> run("chmod", "-R", "go=rX", directory));
      run("chmod", "-R", "g=u", directory);

      assertThat(assertDeployed(checkout.run(), stack).digest())
          .as("digest of an image of the same source")
          .isEqualTo(before);
    }
  }

  @Test
  @Order(3)
  void aUserWhoMayNotUseTheEngineIsToldSo(Stack stack, @TempDir Path folder) {
    OtherCheckout checkout = checkoutOf(NOBODY, stack, folder);
    Untouched before = Untouched.in(stack);

    assertRefused(
        checkout.runBy(by(NOBODY, "--clear-groups"), home(checkout)),
        3,
        "may not use the Docker engine");

    before.assertUntouched();
  }

  @Test
  @Order(4)
  void aUserInTheGroupOfTheEngineDeploys(Stack stack, @TempDir Path folder) throws IOException {
    String group = groupOfTheEngine();
    try (OtherCheckout checkout =
        OtherCheckout.insteadOf(stack, folder.resolve("a checkout with spaces"))) {
      give(checkout.directory(), folder);

      Path temporary = Files.createDirectory(folder.resolve("temporary"));
      give(temporary, folder);
      Map<String, String> variables = new HashMap<>(home(checkout));
      variables.put("TMPDIR", temporary.toString());
      Path records = folder.resolve("records");
      variables.put("ECLUSE_STATE", records.toString());

      assertDeployed(
          checkout.runBy(by(NOBODY, "--groups=" + group), variables), stack, checkout.project());

      // A file of one user's run would keep another user from theirs.
      assertThat(temporary).as("folder for temporary files, after the run").isEmptyDirectory();
      assertThat(Path.of("/tmp").toFile().list((all, name) -> name.contains(checkout.project())))
          .as("files of the run in /tmp")
          .isEmpty();
      assertOpenToNobodyElse(records);
    }
  }

  @Test
  @Order(5)
  void aSecondRunWithoutSudoGoesOnFromTheRecordOfTheFirst(Stack stack, @TempDir Path folder)
      throws IOException {
    String group = groupOfTheEngine();
    try (OtherCheckout checkout = OtherCheckout.insteadOf(stack, folder.resolve("checkout"))) {
      give(checkout.directory(), folder);
      Path records = folder.resolve("records");
      Map<String, String> variables = new HashMap<>(home(checkout));
      variables.put("ECLUSE_STATE", records.toString());
      PipelineRun first = checkout.runBy(List.of(), Map.of("ECLUSE_STATE", records.toString()));
      assertDeployed(first, stack, checkout.project());
      assertOpenToNobodyElse(records);

      assertDeployed(
          checkout.runBy(by(NOBODY, "--groups=" + group), variables), stack, checkout.project());

      assertOpenToNobodyElse(records);
    }
  }

  /** The record has the passwords of the stack, and its log what the application has written. */
  private static void assertOpenToNobodyElse(Path records) throws IOException {
    Path known = Files.writeString(records.resolve("known"), "for everybody");
    run("chmod", "644", known.toString());
    List<String> command = by(SOMEBODY, "--clear-groups");
    command.addAll(List.of("bash", "-c", OPEN, "bash"));
    try (Stream<Path> files = Files.walk(records)) {
      files.filter(file -> !file.equals(records)).map(Path::toString).forEach(command::add);
    }

    assertThat(command)
        .as("files of the record")
        .anyMatch(each -> each.endsWith("/proven.json"))
        .anyMatch(each -> each.endsWith("/log"));
    assertThat(Command.of(command).run().orThrow().stdout().lines())
        .as("files of the record that any user of the machine can read or write")
        .containsExactly(known.toString());
  }

  private static OtherCheckout checkoutOf(String user, Stack stack, Path folder) {
    OtherCheckout checkout =
        OtherCheckout.ofTheSameProject(stack, folder.resolve("checkout of " + user));
    give(checkout.directory(), folder);
    return checkout;
  }

  /** JUnit's folder is its maker's alone. */
  private static void give(Path directory, Path folder) {
    run("chmod", "755", folder.toString());
    run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
  }

  private static List<String> by(String user, String groups) {
    return new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, groups));
  }

  private static Map<String, String> home(OtherCheckout checkout) {
    return Map.of("HOME", checkout.directory().toString());
  }

  private static String groupOfTheEngine() throws IOException {
    return Files.getAttribute(SOCKET, "unix:gid").toString();
  }

  private static void run(String... words) {
    Command.of(words).run().orThrow();
  }
}
