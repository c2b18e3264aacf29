package io.github.ecluse.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has started, when its JVM ends or is killed. */
class LeashTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  /** Runs a pipeline in the directory that is given; the test kills this JVM. */
  public static void main(String[] arguments) {
    pipeline(Path.of(arguments[0])).attempt(Map.of());
  }

  private static Pipeline pipeline(Path directory) {
    return new Pipeline(directory, "./deploy.sh", "latest", Map::of, Optional::empty);
  }

  @Test
  void theChildrenOfARunEndWithAJvmThatIsKilled() throws IOException {
    write("setsid sleep 300 & echo $! >new; mv new child; wait");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LeashTest.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    ProcessHandle child = child();

    jvm.destroyForcibly();

    await("end of the script's child").atMost(LIMIT).until(() -> !child.isAlive());
  }

  /** A user may start a server so. */
  @Test
  void theChildrenOfARunThatEndsStay() throws IOException {
    write("sleep 300 >log 2>&1 & echo $! >child");
    pipeline(directory).attempt(Map.of());
    ProcessHandle child = child();

    try {
      await("a while after the run")
          .during(Duration.ofMillis(500))
          .atMost(LIMIT)
          .until(child::isAlive);
    } finally {
      child.destroyForcibly();
    }
  }

  private ProcessHandle child() throws IOException {
    Path file = directory.resolve("child");
    await("the script's child").atMost(LIMIT).until(() -> Files.exists(file));
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
  }

  private void write(String text) throws IOException {
    Path script = Files.writeString(directory.resolve("deploy.sh"), "#!/bin/bash\n" + text + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }
}
