package io.github.ecluse.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.HeldImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      HeldImages held = engine.hold("ecluse-test", List.of(REPOSITORY));
      String runs = built(NAME, "the run's");
      built(REPOSITORY + ":more", "the run's");
      assertThat(id(NAME)).as("image of that name during the run").isEqualTo(runs);

      held.giveBack();

      assertThat(id(NAME)).as("image of that name after the run").isEqualTo(users);
      assertThat(engine.images().names(REPOSITORY)).containsExactly(NAME);
      assertThat(engine.images().names("ecluse-held")).noneMatch(name -> name.contains("-test-"));
    } finally {
      engine.removal().image(NAME);
    }
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
