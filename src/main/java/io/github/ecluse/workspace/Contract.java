package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a directory must keep so that the gate can act on a copy of it, and on nothing else: the
 * files, the services, settings from the environment, and no name or folder that a stack of the
 * user's own would share with the copy.
 */
final class Contract {
  private final StackDirectory stack;
  private final Settings settings;
  private final Refusals refused;

  Contract(StackDirectory stack, Settings settings) {
    this.stack = stack;
    this.settings = settings;
    refused = new Refusals(stack.path());
  }

  /**
   * Checks a directory before anything is started.
   *
   * @return what Compose makes of it
   * @throws StackRefusedException with the first thing that is not as it should be
   */
  Composition check() {
    checkFiles();
    ComposeFiles files = ComposeFiles.of(stack.path());
    JsonNode config = configuration(stack.path(), files);
    Refusals refusals = new Refusals(stack.path(), ComposeLines.of(stack.path(), files));
    ComposePaths paths = ComposePaths.of(config);
    checkConfiguration(config, paths, Engine.socketsOfThisUser(), refusals);
    InactiveServices.of(stack, evaluated(stack.path(), "--profile", "*"), config, refused)
        .ifPresent(
            all ->
                checkConfiguration(
                    all, ComposePaths.of(all), Engine.socketsOfThisUser(), refusals));
    new PushRules(stack, refusals).check(config);
    SubnetRules subnets = new SubnetRules(config, refusals);
    if (subnets.areNeeded()) {
      subnets.check(Engine.local().networks().subnets());
    }
    Composition composition = Composition.of(files, config, paths, stack);
    new ChangeRules(stack).check(composition);
    checkFilesOf(paths, refusals);
    return composition;
  }

  /** Checks what Compose makes of the files, without a look at the engine. */
  void checkConfiguration(
      JsonNode config, ComposePaths paths, Set<Path> sockets, Refusals refusals) {
    new ServiceRules(stack.promise(), settings, refusals).check(config);
    new HostRules(stack.promise(), settings, refusals).check(config);
    new EngineRules(sockets, refusals).check(config, paths);
    new ResourceRules(stack.path(), settings, refusals).check(config);
  }

  private void checkFiles() {
    refused.unless(Files.isDirectory(stack.path()), "it is no directory", "name a directory");
    String program = stack.promise().deploy().strip().split("\\s", 2)[0].replaceFirst("^\\./", "");
    if (stack.promise().deploy().startsWith("./")) {
      refused.unless(
          Files.isRegularFile(stack.path().resolve(program)),
          program + " is missing",
          "add it, or name the command that deploys in ecluse.yml, as deploy");
      refused.unless(
          Files.isExecutable(stack.path().resolve(program)),
          program + " is not executable",
          "chmod +x " + program);
    }
  }

  private static void checkFilesOf(ComposePaths paths, Refusals refusals) {
    paths
        .missing()
        .ifPresent(
            name -> {
              throw refusals.because(
                  "%s is %s, which does not exist".formatted(name, paths.paths().get(name)),
                  "create it, or deploy once, if your command creates it",
                  ComposePaths.place(name));
            });
  }

  /**
   * Checks that a copy has all that the files name, and shares nothing that may be written to.
   *
   * @param original what Compose makes of the original
   * @return what Compose makes of the copy
   * @throws StackRefusedException with the first thing that it has not, or shares
   */
  JsonNode checkCopy(Path copy, Composition original) {
    JsonNode config = configuration(copy, original.files());
    Refusals refusals = new Refusals(stack.path(), ComposeLines.of(stack.path(), original.files()));
    original
        .paths()
        .goneWrongIn(ComposePaths.of(config), RealPath.of(stack.path()), copy)
        .ifPresent(
            name -> {
              throw refusals.because(
                  "%s is %s, which is not in the gate's copy"
                      .formatted(name, original.paths().paths().get(name)),
                  "name a folder or file of the stack, relative to it: ./…",
                  ComposePaths.place(name));
            });
    for (Path changed : original.changed(stack)) {
      refusals.unless(
          Files.notExists(stack.path().resolve(changed)) || Files.exists(copy.resolve(changed)),
          "%s is not in the gate's copy, which leaves out links called %s that leave the stack"
              .formatted(changed, String.join(", ", DirectoryCopy.WRITTEN_BY_COMMANDS)),
          "put the folder itself in the place of the link");
    }
    return config;
  }

  /** Returns what Compose makes of the directory; nothing is checked. */
  JsonNode configuration() {
    return configuration(stack.path(), ComposeFiles.of(stack.path()));
  }

  private CommandResult evaluated(Path directory, String... options) {
    return DockerCommand.docker("compose")
        .and(options)
        .and("config", "--format", "json")
        .in(RealPath.of(directory))
        .with(settings.environment())
        .with(Map.of("COMPOSE_PROJECT_NAME", settings.name()))
        .run();
  }

  private JsonNode configuration(Path directory, ComposeFiles files) {
    CommandResult config = evaluated(directory);
    boolean isCopy = !RealPath.of(directory).equals(RealPath.of(stack.path()));
    refused.unless(
        config.succeeded(),
        "Compose refuses %s%s: %s"
            .formatted(isCopy ? "the gate's copy of " : "", files, config.stderr().strip()),
        isCopy ? "name files of the stack only, relative to it: ./…" : "docker compose config");
    return ComposeOutput.json(config);
  }
}
