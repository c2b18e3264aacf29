package io.github.ecluse.cluster;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The registry of the swarm, with TLS and a login, on the first node. It is set up by the commands
 * of docs/swarm.md.
 */
final class ClusterRegistry {
  static final int PORT = 5443;

  private static final String HEAD =
      """
      curl -q -sf --noproxy '*' --head --cacert "$REGISTRY_FILES/ca.crt" \
        -K <(printf 'user = push:%s' "$(cat "$REGISTRY_FILES/push.password")") \
        -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' \
        "https://$REGISTRY/v2/app/manifests/$0" | tr -d '\\r' | sed -n 's/^docker-content-digest: //Ip'
      """;

  private final Node node;
  private final Path directory;
  private final Map<String, String> environment;

  ClusterRegistry(Node node, Path directory, Map<String, String> environment) {
    this.node = node;
    this.directory = directory;
    this.environment = new HashMap<>(environment);
    this.environment.put("COMPOSE_PROJECT_NAME", "registry");
    this.environment.put("COMPOSE_FILE", "compose.yml:compose.secure.yml");
    this.environment.put("REGISTRY_PORT", Integer.toString(PORT));
  }

  /** Its name in images. */
  static String address(Node node) {
    return node.address() + ":" + PORT;
  }

  /** Makes its certificate and users, starts it, and gives it images. */
  void create(List<String> images) {
    shell("provision/registry.sh create \"$REGISTRY\"").orThrow();
    start();
    shell("docker login -u push --password-stdin \"$REGISTRY\" <\"$REGISTRY_FILES/push.password\"")
        .orThrow();
    for (String image : images) {
      shell(
              "docker tag %1$s \"$REGISTRY/%1$s\" && docker push -q \"$REGISTRY/%1$s\""
                  .formatted(image))
          .orThrow();
    }
  }

  /** Starts it, and waits until it is healthy. */
  void start() {
    shell("docker compose up -d --wait registry registry-front").orThrow();
  }

  /** Takes it away. */
  void stop() {
    shell("docker compose stop registry registry-front").orThrow();
  }

  /** Returns the digest that it holds for a tag of app; empty if it holds none. */
  String digest(String tag) {
    return bash(HEAD, tag).stdout().strip();
  }

  private CommandResult shell(String line) {
    return bash(line);
  }

  private CommandResult bash(String line, String... words) {
    return Command.of("bash", "-c", line).and(words).in(directory).with(environment).run();
  }

  @Override
  public String toString() {
    return address(node);
  }
}
