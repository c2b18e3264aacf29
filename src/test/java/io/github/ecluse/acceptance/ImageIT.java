package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ContainerFiles;
import io.github.ecluse.database.Database;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.image.ImageLayers;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.StackDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's image: what it carries, what it does not, and what it is built from. */
@AcceptanceTest
@ReadOnly
@Order(45)
class ImageIT {
  @Test
  @Order(1)
  @Claim("image-small")
  void theImageCarriesNoPackageListsAndNoCaches(Stack stack) {
    stack.ensureReleased();

    assertThat(ImageLayers.aboveTheBase(stack))
        .as("layers above the base image")
        .isNotEmpty()
        .allMatch(layer -> layer.leftOver().isEmpty(), "nothing of apt and pip is left over");
  }

  @Test
  @Order(2)
  @Claim("image-small")
  void theLayersAboveTheBaseKeepTheirBudget(Stack stack) {
    stack.ensureReleased();

    LayerBudget.assertKept(ImageLayers.aboveTheBase(stack));
  }

  /**
   * A checkout with umask 077 has files that only their owner may read, and the server is another.
   */
  @Test
  @Order(7)
  @Claim("checkout-modes-harmless")
  void theModesOfTheCheckoutChangeNothingInTheImage(@TempDir Path folder, Stack stack) {
    stack.ensureReleased();
    Path open = stack.workspace().images().buildFolder();
    Path closed = new StackDirectory(open).copyTo(folder.resolve("closed")).path();
    stack.compose().command("chmod", "-R", "go=", closed.toString()).orThrow();

    assertThat(built(closed, stack))
        .as("image of the same files, readable for their owner only")
        .isEqualTo(built(open, stack));
  }

  /** Settings, keys and an editor's files lie beside the sources of many a checkout. */
  @Test
  @Order(3)
  @Claim("checkout-modes-harmless")
  void filesThatLieBesideTheSourcesAreNotInTheImage(@TempDir Path folder, Stack stack)
      throws IOException {
    stack.ensureReleased();
    Path clean = stack.workspace().images().buildFolder();
    Path used = new StackDirectory(clean).copyTo(folder.resolve("used")).path();
    for (String file : List.of(".env", "id_ed25519", "app.py~", ".app.py.swp")) {
      Files.writeString(used.resolve(file), "of the checkout only");
    }
    // As Emacs locks a file that is being edited.
    Files.createSymbolicLink(used.resolve(".#app.py"), Path.of("me@here.1234"));

    assertThat(built(used, stack))
        .as("image of the same sources, with other files beside them")
        .isEqualTo(built(clean, stack));
  }

  private static String built(Path folder, Stack stack) {
    String label = stack.workspace().imageLabel();
    List<String> build =
        new ArrayList<>(List.of("docker", "build", "-q", "--provenance=false", "--label", label));
    build.addAll(stack.workspace().images().buildOptions(folder));
    build.add(folder.toString());
    return stack.compose().command(build.toArray(String[]::new)).orThrow().stdout();
  }

  /** Whoever may pull the image can read how it was built. */
  @Test
  @Order(4)
  @Claim("password-kept")
  void theImageNamesNoPassword(Stack stack) {
    stack.ensureReleased();
    String image = stack.application().imageId();

    assertThat(
            stack
                .compose()
                .command("docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image))
        .as("steps of the build, as docker history shows them")
        .extracting(history -> history.orThrow().stdout(), STRING)
        .isNotBlank()
        .doesNotContain(Database.password(stack));
    // A builder other than Docker's writes variables without a step.
    assertThat(Inside.settings(stack))
        .as("settings of the image: variables, labels and what it starts")
        .isNotEmpty()
        .noneMatch(setting -> setting.contains(Database.password(stack)));
    assertThat(ImageLayers.stepsThatSay("ustar", stack))
        .as("steps whose layers are read: each archive says so in its head, the control")
        .isNotEmpty();
    assertThat(ImageLayers.stepsThatSay(Database.password(stack), stack))
        .as("steps whose layers hold the password, also where a later one removes it")
        .isEmpty();
  }

  /** Whoever pulls the image, reads a log or takes over another program of the container. */
  @Test
  @Order(5)
  @Claim("password-kept")
  void thePasswordIsInNoFileAndNoLog(Stack stack) {
    stack.ensureReleased();
    ServiceContainer app = stack.application();
    String password = Database.password(stack);
    ContainerFiles files = stack.host().files(app.pid());

    assertThat(files.thatSay("ELF")).as("programs of the app, the control").isNotEmpty();
    assertThat(files.thatSay(password)).as("files of the app that hold the password").isEmpty();
    assertThat(Logs.of(app))
        .as("lines of the app's log that hold the password")
        .noneMatch(line -> line.contains(password));
  }

  /** The base image may carry packages that another one does not have. */
  @Test
  @Order(6)
  @Claim("requirements-complete")
  void theRequirementsNameEveryPackageThatTheApplicationImports(Stack stack) throws IOException {
    stack.ensureReleased();

    String words =
        stack
            .engine()
            .exec(stack.application().id(), "python", "-c", unnamedPackages(), requirements(stack))
            .orThrow()
            .stdout()
            .strip();

    assertThat(words)
        .as("how many packages the app imports, and those that requirements.txt does not name")
        .matches("[1-9]\\d*");
  }

  private static String requirements(Stack stack) throws IOException {
    return Files.readString(stack.workspace().images().buildFolder().resolve("requirements.txt"));
  }

  private static String unnamedPackages() throws IOException {
    try (InputStream program =
        DeploymentIT.class.getResourceAsStream("/acceptance/unnamed-packages.py")) {
      return new String(program.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
