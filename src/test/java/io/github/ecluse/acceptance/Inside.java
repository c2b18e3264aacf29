package io.github.ecluse.acceptance;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import io.github.ecluse.containers.Probes;
import io.github.ecluse.database.Database;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.stack.Stack;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ports and networks of the services within the stack, as its Compose files name them. */
public final class Inside {
  private Inside() {}

  /** Returns the TCP port on which the application serves its pages, in its container. */
  public static int port(Stack stack) {
    ServiceContainer application = stack.application();
    return ports(application).min(Comparator.naturalOrder()).orElseGet(() -> lowestOpen(stack));
  }

  /** Where no file names a port, the application tells by itself, once it serves. */
  private static int lowestOpen(Stack stack) {
    return await("the application listens on a port")
        .until(
            () -> stack.host().openPorts(stack.application().pid()).stream().findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Returns the TCP ports on which a service may listen for others. */
  static Set<Integer> ports(String service, Stack stack) {
    if (stack.workspace().promise().databaseService().filter(service::equals).isPresent()) {
      return Database.ports(stack);
    }
    Set<Integer> named = ports(stack.service(service)).collect(Collectors.toSet());
    return named.isEmpty() ? Set.of(port(stack)) : named;
  }

  /** Those that the host publishes; behind a proxy, those that image or Compose file expose. */
  private static Stream<Integer> ports(ServiceContainer container) {
    Set<Integer> published =
        container.published().stream()
            .map(PublishedPort::containerPort)
            .collect(Collectors.toSet());
    return (published.isEmpty() ? container.exposed() : published).stream();
  }

  /** Returns the networks of the application. */
  static Stream<String> networks(Stack stack) {
    return stack.workspace().networks(stack.workspace().promise().application()).stream();
  }

  /** Returns a network that the application shares with its database. */
  static String back(Stack stack) {
    List<String> ofDatabase = ofDatabase(stack);
    return networks(stack).filter(ofDatabase::contains).findFirst().orElseThrow();
  }

  /**
   * Returns the network from which visitors reach the application, and on which the database is
   * not; without one, a network of the engine's own, beyond all of the stack.
   */
  static String front(Stack stack) {
    List<String> ofDatabase = ofDatabase(stack);
    return networks(stack)
        .filter(network -> !ofDatabase.contains(network))
        .findFirst()
        .orElse(Probes.OUTSIDE);
  }

  private static List<String> ofDatabase(Stack stack) {
    return stack.workspace().promise().databaseService().stream()
        .flatMap(service -> stack.workspace().networks(service).stream())
        .toList();
  }

  /**
   * Returns what the image of the application starts: its entry point, and after it its command.
   */
  static List<String> command(Stack stack) {
    return Stream.concat(entrypoint(stack).stream(), arguments(stack).stream()).toList();
  }

  /** Returns the entry point of the application's image; empty if it has none. */
  static List<String> entrypoint(Stack stack) {
    return words(config(stack).getEntrypoint());
  }

  /** Returns the command of the application's image, which its entry point gets. */
  static List<String> arguments(Stack stack) {
    return words(config(stack).getCmd());
  }

  private static List<String> words(String[] words) {
    return words == null ? List.of() : List.of(words);
  }

  /**
   * Returns what the image of the application sets for every container of it: variables, labels and
   * what it starts.
   */
  static List<String> settings(Stack stack) {
    ContainerConfig config = config(stack);
    Stream<String> variables =
        Stream.of(Objects.requireNonNullElse(config.getEnv(), new String[0]));
    Stream<String> labels =
        Objects.requireNonNullElse(config.getLabels(), Map.<String, String>of()).values().stream();
    return Stream.of(variables, labels, command(stack).stream()).flatMap(part -> part).toList();
  }

  private static ContainerConfig config(Stack stack) {
    return stack
        .engine()
        .images()
        .image(stack.application().imageId())
        .map(InspectImageResponse::getConfig)
        .orElseThrow();
  }

  /** Returns whether the stack also makes a claim, which a check then asks in passing. */
  static boolean isClaimed(String claim, Stack stack) {
    return stack.workspace().promise().claims().contains(claim);
  }
}
