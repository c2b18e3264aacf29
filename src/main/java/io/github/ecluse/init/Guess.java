package io.github.ecluse.init;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import io.github.ecluse.promise.Elsewhere;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses what a stack promises, from Compose's configuration and the files beside it. */
final class Guess {
  private final Path directory;
  private final ConfiguredServices services;
  private final Findings findings = new Findings();

  private Guess(Path directory, JsonNode config) {
    this.directory = directory;
    services = new ConfiguredServices(config.path("services"));
  }

  /**
   * Guesses.
   *
   * @param config as {@code docker compose config} prints it
   */
  static Findings of(Path directory, JsonNode config) {
    Guess guess = new Guess(directory, config);
    guess.services();
    return guess.findings;
  }

  private void services() {
    findings.line("services:");
    Optional<String> registry = services.registry();
    registry.ifPresentOrElse(
        name -> findings.guess("  registry: " + name, "it runs " + services.image(name)),
        () ->
            findings.unknown(
                "which service is the registry; add one with the image registry:2, which publishes"
                    + " a port"));
    Optional<String> application = application();
    Optional<String> database = services.database();
    database.ifPresentOrElse(
        name ->
            findings.guess(
                "  database: {name: %s, kind: %s}".formatted(name, services.kind(name)),
                "it runs " + services.image(name)),
        () ->
            findings.guess(
                "  database: none", "no service runs MariaDB, MySQL or PostgreSQL by its name"));
    deploy(registry.orElse("registry"), application.orElse("app"));
    application.ifPresent(name -> ofApplication(name, database));
    application.ifPresent(this::claims);
  }

  private Optional<String> application() {
    List<String> candidates = services.applications();
    if (candidates.size() > 1) {
      findings.unknown(
          "which of %s the gate should act on; put its name at 'application'"
              .formatted(String.join(", ", candidates)));
    }
    Optional<String> application = candidates.stream().findFirst();
    application.ifPresentOrElse(
        name -> findings.guess("  application: " + name, "it is built here or pushed"),
        () ->
            findings.unknown(
                "which service is the application; its image is named localhost:<registry's"
                    + " port>/<name>:latest"));
    return application;
  }

  private void deploy(String registry, String application) {
    List<String> commands = DeployCommand.in(directory);
    if (commands.isEmpty()) {
      findings.line("deploy: " + DeployCommand.ofCompose(registry, application));
      findings.unknown(
          services.isBuilt(application)
              ? "the command that builds, pushes and deploys; this one is Compose's own"
              : "the command that builds the image: no 'build' of %s is in the Compose file; put it"
                      .formatted(application)
                  + " in place of 'docker compose build' at 'deploy'");
      return;
    }
    String command = commands.get(0);
    Elsewhere.in(directory, command)
        .ifPresentOrElse(
            why -> {
              findings.line("# deploy: %s   # %s".formatted(command, why));
              findings.unknown(
                  "whether %s may deploy broken releases, as the gate does: %s; put a command at"
                          .formatted(command, why)
                      + " 'deploy' that acts on this machine only");
            },
            () -> findings.guess("deploy: " + command, "that command is there"));
    if (commands.size() > 1) {
      findings.unknown(
          "which of %s builds, pushes and deploys; put it at 'deploy'"
              .formatted(String.join(", ", commands)));
    }
  }

  private void ofApplication(String name, Optional<String> database) {
    if (!services.isInTheRegistry(name)) {
      findings.unknown(
          "the repository: the image of %s is '%s'; name it localhost:<registry's port>/%s:latest"
              .formatted(name, services.image(name), name));
    }
    findings.line("page: /");
    health(name);
    if (database.isPresent()) {
      findings.line("database-page: none");
      findings.unknown(
          "a page that asks the database, for the checks that need one; put its path at"
              + " 'database-page'");
    }
    change(name);
  }

  private void health(String name) {
    Optional<String> asked =
        HealthPath.askedBy(services.service(name).at("/healthcheck/test").toString());
    Optional<String> named = asked.isPresent() ? asked : HealthPath.inSourcesOf(sources(name));
    named.ifPresentOrElse(
        path ->
            findings.guess(
                "health: " + path,
                asked.isPresent()
                    ? "the health check of %s asks it".formatted(name)
                    : "the source code names it"),
        () -> {
          findings.line("health: /");
          findings.unknown("the health page: the health check of %s asks none".formatted(name));
        });
  }

  /** Where the image is built from; without a build, the folder of the service, if it has one. */
  private Path sources(String name) {
    String context = ComposeText.of(services.service(name).at("/build/context"));
    return directory.resolve(context.isEmpty() ? name : context);
  }

  /** Any stack should keep the common ones; of the others, those that its files speak of. */
  private void claims(String application) {
    List<String> claims = new ArrayList<>(List.of("common"));
    List<String> why = new ArrayList<>(List.of("any stack should keep the common ones"));
    if (services.service(application).path("cap_add").toString().contains("NET_ADMIN")) {
      claims.add("ping-blocked");
      why.add("%s may set packet filters".formatted(application));
    }
    if (services.names().map(services::service).allMatch(Guess::hasLimits)) {
      claims.add("limits");
      why.add("all services have limits");
    }
    findings.guess(
        "claims: [%s]".formatted(String.join(", ", claims)),
        "more of them: docs/what-claims-ask.md",
        String.join(", and ", why));
  }

  private static boolean hasLimits(JsonNode service) {
    return service.has("mem_limit") && service.has("pids_limit") && service.has("read_only");
  }

  private void change(String name) {
    boolean hasDockerfile =
        services.isBuilt(name)
            || Stream.of(name + "/Dockerfile", "app/Dockerfile", "Dockerfile")
                .anyMatch(path -> Files.isRegularFile(directory.resolve(path)));
    if (hasDockerfile) {
      findings.guess("change: {label: io.github.ecluse.release}", "the image has a Dockerfile");
    } else {
      findings.line("# change: {file: src/index.html, replace: Hello, by: 'Hello {release}'}");
      findings.unknown(
          "how a release is made new: there is no Dockerfile; name a text of a file at 'change'");
    }
  }
}
