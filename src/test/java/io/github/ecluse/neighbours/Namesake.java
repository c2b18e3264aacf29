package io.github.ecluse.neighbours;

import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Compose project with a name of its own: one container of a service, a network, a volume and an
 * image. They do nothing; their names and labels are what Compose would give them.
 */
final class Namesake implements AutoCloseable {
  private static final String LABEL = "com.docker.compose.project";

  private final String project;
  private final String service;
  private final List<String> before;

  private Namesake(String project, String service) {
    this.project = project;
    this.service = service;
    create();
    before = all();
  }

  /**
   * Starts one.
   *
   * @param project its name
   * @param service the service that its container belongs to
   */
  static Namesake start(String project, String service) {
    Engine.local().removeAtTheEnd(Map.of(LABEL, project));
    return new Namesake(project, service);
  }

  private void create() {
    docker("network", "create", "--label", LABEL + "=" + project, project + "_secure_front");
    docker("volume", "create", "--label", LABEL + "=" + project, project + "_db-data");
    docker("tag", ProbeContainer.IMAGE.toString(), image());
    List<String> run = new ArrayList<>(List.of("run", "-d", "--name", container()));
    run.addAll(List.of("--label", LABEL + "=" + project));
    run.addAll(List.of("--label", "com.docker.compose.service=" + service));
    run.addAll(List.of("--label", "com.docker.compose.oneoff=False"));
    run.addAll(List.of("--stop-signal", "KILL", "--entrypoint", "sleep", image(), "infinity"));
    docker(run.toArray(String[]::new));
  }

  private String container() {
    return "%s-%s-1".formatted(project, service);
  }

  private String image() {
    return "%s-%s:latest".formatted(project, service);
  }

  /** Returns what is there of it that was there when it was started. */
  List<String> left() {
    List<String> now = all();
    return before.stream().filter(now::contains).toList();
  }

  /** Returns what there was of it when it was started. */
  List<String> whole() {
    return before;
  }

  private List<String> all() {
    String label = "label=" + LABEL + "=" + project;
    List<String> all = new ArrayList<>();
    all.addAll(docker("ps", "-a", "--filter", label, "--format", "{{.ID}} {{.Names}} {{.State}}"));
    all.addAll(docker("network", "ls", "--filter", label, "--format", "{{.ID}} {{.Name}}"));
    all.addAll(docker("volume", "ls", "--filter", label, "--format", "volume {{.Name}}"));
    all.addAll(docker("images", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}", image()));
    return all;
  }

  @Override
  public void close() {
    attempt("rm", "-f", "-v", container());
    attempt("network", "rm", project + "_secure_front");
    attempt("volume", "rm", project + "_db-data");
    attempt("rmi", image());
  }

  private static List<String> docker(String... words) {
    return DockerCommand.docker(words).run().orThrow().stdout().lines().toList();
  }

  private static void attempt(String... words) {
    DockerCommand.docker(words).run();
  }
}
