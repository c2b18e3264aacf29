package io.github.ecluse.secure;

import io.github.ecluse.docker.DockerCommand;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** The ports of this machine at which a stack answers. */
final class PublishedPorts {
  private static final String PORTS =
      "{{range .NetworkSettings.Ports}}{{range .}}{{.HostPort}} {{end}}{{end}}";

  private PublishedPorts() {}

  /** Returns those of a Compose project, each once. */
  static List<String> of(String project) {
    return docker("ps", "-q", "--filter", "label=com.docker.compose.project=" + project)
        .flatMap(container -> docker("inspect", "-f", PORTS, container))
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .filter(port -> !port.isEmpty())
        .distinct()
        .toList();
  }

  private static Stream<String> docker(String... words) {
    return DockerCommand.docker(words).run().orThrow().stdout().lines();
  }

  /** Returns an address and a port as a URL has them. */
  static String authority(InetAddress address, String port) {
    String host = address.getHostAddress().replace("%", "%25");
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
