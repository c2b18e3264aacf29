package io.github.ecluse.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stands in front of {@code docker} and {@code docker-compose} while a stack is deployed. A call of
 * Compose that acts on another project than the copy's is not made: that one may be the user's. In
 * whatever language the call is written, it comes here, unless it names the program by its path.
 */
final class ProjectGuard implements AutoCloseable {
  private static final List<String> PROGRAMS = List.of("docker", "docker-compose");
  private static final String PROJECT = "COMPOSE_PROJECT_NAME";
  private static final String PATH = "PATH";

  /**
   * The program does not find it again: one that looks for the next of its name would call it for
   * ever. Options end at the first other word, as for Docker: behind it, {@code -p} is no project.
   */
  private static final String GUARD =
      """
      #!/bin/sh
      named=${COMPOSE_PROJECT_NAME-} compose=%s next='' acts=''
      for word do
        if [ "$next" = project ]; then named=${word:-$named}; fi
        if [ -n "$next" ]; then next=''; continue; fi
        case $word in
          -p | --project-name) next=project ;;
          -p?* | --project-name=*) named=${word#--project-name} named=${named#-p} named=${named#=} ;;
          -H | --host | -c | --context | --config | -l | --log-level | --tlscacert | --tlscert) next=value ;;
          --tlskey | -f | --file | --profile | --env-file | --project-directory | --workdir) next=value ;;
          --parallel | --ansi | --progress) next=value ;;
          -*) ;;
          compose) compose=yes ;;
          *) acts=$word; break ;;
        esac
      done
      case ${compose:+$acts}:$named in
        :* | version:* | config:* | ls:* | help:* | *:%s*) PATH=%s exec %s "$@" ;;
      esac
      echo "[ecluse] Compose was not called for '$acts': it would act on the project '$named' instead of the copy's.\
       Remedy: leave out -p and let COMPOSE_PROJECT_NAME be; the Compose file may have a name: ${named:-shop}" | tee -a %s >&2
      exit 1
      """;

  private final Map<String, String> environment;
  private final Path folder;
  private final Path refused;

  /**
   * Puts it in front of the programs, if a run has a project of its own. It lies beside the copy
   * and is named like one: should the JVM be killed, it is deleted with the abandoned copies.
   *
   * @param directory the copy of the stack
   * @param environment the variables of the run
   */
  ProjectGuard(Path directory, Map<String, String> environment) {
    this.environment = new HashMap<>(environment);
    String name = ProcessHandle.current().pid() + "-" + System.nanoTime();
    folder = directory.toAbsolutePath().resolveSibling(name);
    refused = folder.resolve("refused");
    String project = environment.getOrDefault(PROJECT, "");
    if (!project.isEmpty()) {
      put(project, environment.getOrDefault(PATH, System.getenv().getOrDefault(PATH, "")));
    }
  }

  private void put(String project, String path) {
    try {
      Files.createDirectory(folder);
      for (String name : PROGRAMS) {
        Optional<Path> program = find(name, path);
        if (program.isPresent()) {
          put(name, project, program.get(), path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put(PATH, folder + File.pathSeparator + path);
  }

  private static Optional<Path> find(String name, String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(place -> place.startsWith("/"))
        .map(place -> Path.of(place, name))
        .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
        .findFirst();
  }

  private void put(String name, String project, Path program, String path) throws IOException {
    Path guard = folder.resolve(name);
    String isCompose = name.equals("docker") ? "''" : "yes";
    Files.writeString(
        guard,
        GUARD.formatted(
            isCompose,
            quoted(project),
            quoted(path),
            quoted(program.toString()),
            quoted(refused.toString())));
    Files.setPosixFilePermissions(guard, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Returns the variables of the run, by which it finds the guard before the programs. */
  Map<String, String> environment() {
    return environment;
  }

  /** Returns a line for each call that was not made, also where the run has hidden it. */
  List<String> refusals() {
    try {
      return Files.exists(refused) ? Files.readAllLines(refused) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes it away. What the run has left in the background finds the programs themselves. */
  @Override
  public void close() {
    try {
      for (String name : PROGRAMS) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(refused);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
