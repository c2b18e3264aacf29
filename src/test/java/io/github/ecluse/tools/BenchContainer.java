package io.github.ecluse.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A container as Compose would make it.
 *
 * @param service what {@code docker compose config} says about it
 * @param image what its Dockerfile says
 */
record BenchContainer(JsonNode service, ImageFacts image) {
  /** Returns a value; empty if it is not set. */
  String value(String key) {
    return service.path(key).asText("");
  }

  /** Returns whether a number is set, and is more than 0. */
  boolean limits(String key) {
    return service.path(key).asDouble(0) > 0;
  }

  /** Returns whether the part for Swarm, which Compose follows too, limits a resource. */
  boolean deployLimits(String resource) {
    JsonNode limit = service.path("deploy").path("resources").path("limits").path(resource);
    return limit.asDouble(0) > 0;
  }

  /** Returns the words of a list. */
  List<String> words(String key) {
    return stream(key).map(JsonNode::asText).toList();
  }

  /** Returns whether a list has a word that holds one of these. */
  boolean mentions(String key, String... parts) {
    return words(key).stream().anyMatch(word -> Stream.of(parts).anyMatch(word::contains));
  }

  /** Returns whether a list or a map has something in it. */
  boolean hasSome(String key) {
    return !service.path(key).isEmpty();
  }

  /** Returns the published ports. One without a number of the host gets any that is free. */
  Stream<JsonNode> ports() {
    return stream("ports");
  }

  /** Returns the folders and files of the host that are mounted. */
  Stream<JsonNode> mounts() {
    return stream("volumes").filter(volume -> volume.path("type").asText().equals("bind"));
  }

  /** Returns whether the engine would check its health. */
  boolean hasHealthCheck() {
    JsonNode check = service.path("healthcheck");
    if (check.isMissingNode()) {
      return image.hasHealthCheck();
    }
    boolean isOff =
        check.path("disable").asBoolean() || check.path("test").path(0).asText().equals("NONE");
    return !isOff && (check.has("test") || image.hasHealthCheck());
  }

  /** Returns how often a container that fails is started again; 0 if there is no limit. */
  int restarts() {
    String[] restart = value("restart").split(":", 2);
    return restart.length == 2
        ? Integer.parseInt(restart[1])
        : service.path("deploy").path("restart_policy").path("max_attempts").asInt();
  }

  /** Returns the user that its first process has; empty for root. */
  String user() {
    String user = value("user").isEmpty() ? image.user() : value("user");
    return user.matches("(root|0)(:.*)?") ? "" : user;
  }

  private Stream<JsonNode> stream(String key) {
    return StreamSupport.stream(service.path(key).spliterator(), false);
  }
}
