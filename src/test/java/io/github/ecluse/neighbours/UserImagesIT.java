package io.github.ecluse.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.HeldImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of the user under names that a run takes: they are there afterwards, by their names. */
@Tag("settings")
@Order(5)
class UserImagesIT {
  private static final String REPOSITORY = "ecluse-user-" + System.nanoTime();
  private static final String NAME = REPOSITORY + ":latest";

  @TempDir private Path folder;

  @Test
  void anImageThatLostItsNameToTheRunHasItBack() throws IOException {
    Engine engine = Engine.local();
    String users = built(NAME, "the user's");
    try {
      HeldImages held = engine.hold("ecluse-test", List.of(), Set.of(NAME, NAME + "r"));
      String runs = built(NAME, "the run's");
      built(NAME + "r", "the run's");
      built(REPOSITORY + ":mine", "the user's, too");
      assertThat(id(NAME)).as("image of that name during the run").isEqualTo(runs);

      held.giveBack();

      assertThat(id(NAME)).as("image of that name after the run").isEqualTo(users);
      assertThat(engine.images().names(REPOSITORY))
          .containsExactlyInAnyOrder(NAME, REPOSITORY + ":mine");
      assertThat(engine.images().names("ecluse-held/" + REPOSITORY)).isEmpty();
      assertThat(engine.images().image(runs)).as("the run's image").isEmpty();
    } finally {
      engine.images().names(REPOSITORY).forEach(engine.removal()::image);
    }
  }

  /** It has no tag any more, and no label of the run if the command that deploys gives it none. */
  @Test
  void aReleaseThatALaterOneTookTheTagFromIsRemoved() throws IOException {
    Engine engine = Engine.local();
    try (RegistryContainer registry = RegistryContainer.open()) {
      registry.start();
      String repository = registry.address() + "/shop";
      pushed(repository + ":latest", "the user's");
      List<String> users = engine.images().namesByDigest(repository);
      HeldImages held = engine.hold("ecluse-test", List.of(repository), Set.of());
      pushed(repository + ":latest", "the first of the run");
      pushed(repository + ":latest", "the second of the run");
      assertThat(engine.images().namesByDigest(repository)).hasSize(3).containsAll(users);

      held.giveBack();

      assertThat(engine.images().namesByDigest(repository)).isEqualTo(users);
      engine.images().names(repository).forEach(engine.removal()::image);
    }
  }

  private void pushed(String name, String owner) throws IOException {
    built(name, owner);
    DockerCommand.docker("push", "-q", name).run().orThrow();
  }

  private String built(String name, String owner) throws IOException {
    Files.writeString(
        folder.resolve("Dockerfile"), "FROM scratch\nLABEL owner=\"" + owner + "\"\n");
    DockerCommand.docker("build", "-q", "--provenance=false", "-t", name, folder.toString())
        .run()
        .orThrow();
    return id(name);
  }

  private static String id(String name) {
    return Engine.local().images().image(name).map(InspectImageResponse::getId).orElseThrow();
  }
}
