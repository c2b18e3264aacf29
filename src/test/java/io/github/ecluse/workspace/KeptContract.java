package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;

/** What Compose makes of a stack that keeps the contract, and the rules that it keeps. */
final class KeptContract {
  static final Settings SETTINGS = new Settings("1-2", 5001, 8081);

  static final String CONFIG =
      """
      {"services": {
         "registry": {"ports": [{"published": "5001"}],
                      "volumes": [{"type": "volume", "source": "registry-data"}]},
         "db": {},
         "app": {"image": "localhost:5001/app:latest", "ports": [{"published": "8081"}]}},
       "volumes": {"registry-data": {"name": "ecluse-1-2_registry-data"}},
       "networks": {"secure_back": {"name": "ecluse-1-2-back"}}}\
      """;

  private KeptContract() {}

  /** Checks on a machine with the usual engines alone. */
  static void check(Path directory, JsonNode config) {
    check(
        directory,
        config,
        Set.of(Path.of("/run/docker.sock"), Path.of("/run/containerd/containerd.sock")));
  }

  /** Checks on a machine whose engines have these sockets. */
  static void check(Path directory, JsonNode config, Set<Path> sockets) {
    new Contract(new StackDirectory(directory), SETTINGS)
        .checkConfiguration(config, ComposePaths.of(config), sockets, new Refusals(directory));
  }
}
