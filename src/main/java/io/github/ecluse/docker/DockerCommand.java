package io.github.ecluse.docker;

import io.github.ecluse.process.Command;
import java.util.List;
import java.util.stream.Stream;

/** Commands of the Docker client. */
public final class DockerCommand {
  private DockerCommand() {}

  /**
   * {@return a command of the Docker client, without the word {@code docker}}
   *
   * @param words the arguments of {@code docker}
   */
  public static Command docker(String... words) {
    return of(Stream.concat(Stream.of("docker"), Stream.of(words)).toList());
  }

  /**
   * {@return any command; one that begins with {@code docker compose} starts Compose directly}
   *
   * @param words the program and its arguments
   */
  public static Command of(List<String> words) {
    return Command.launchedBy(ComposeProgram::calledDirectly, words);
  }
}
