package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.promise.Elsewhere;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compose pushes each image that it can build, under all of its tags: the gate's broken releases
 * must not come to another registry than the stack's own.
 */
final class PushRules {
  /** Without a service all are pushed, and nobody knows what is in a variable. */
  private static final String PUSHES =
      "docker[\\s-]compose\\s(?:[^;&|]*\\s)?push(?:\\s+-\\S+)*+"
          + "(?:\\s*(?:$|[;&|)#\"'])|\\s(?:[^;&|]*\\s)?[\"']?(?:\\$|%s(?![\\w./-])))"
          + "|docker[\\s-]compose\\s(?:[^;&|]*\\s)?build\\s(?:[^;&|]*\\s)?--push\\b"
          + "|docker\\s+buildx\\s+bake\\s(?:[^;&|]*\\s)?--push\\b";

  private static final Pattern OWN = Pattern.compile("localhost|localhost:.*|127\\..*|\\[::1].*");

  private final StackDirectory stack;
  private final Refusals refused;

  PushRules(StackDirectory stack, Refusals refused) {
    this.stack = stack;
    this.refused = refused;
  }

  /**
   * Checks the images that Compose builds.
   *
   * @param config as {@code docker compose config} prints it
   * @throws StackRefusedException with the first one that the command that deploys pushes elsewhere
   */
  void check(JsonNode config) {
    for (Map.Entry<String, JsonNode> service : config.path("services").properties()) {
      String name = service.getKey();
      Stream.concat(
              Stream.of(service.getValue().path("image")),
              service.getValue().at("/build/tags").valueStream())
          .map(JsonNode::asText)
          .filter(image -> service.getValue().has("build") && isElsewhere(image))
          .findFirst()
          .ifPresent(image -> check(name, image));
    }
  }

  private void check(String service, String image) {
    Pattern pushes = Pattern.compile(PUSHES.formatted(Pattern.quote(service)));
    refused.unless(
        !Elsewhere.has(pushes, stack.path(), stack.promise().deploy()),
        "'deploy' pushes %s, the image of the service %s, and the gate would push broken versions there"
            .formatted(image, service),
        "push the application alone: docker compose push " + stack.promise().application(),
        "services",
        service,
        "build",
        "tags",
        image);
  }

  /** A name without a slash is nobody's repository on Docker Hub. */
  private static boolean isElsewhere(String image) {
    return image.contains("/") && !OWN.matcher(ImageName.of(image).registry()).matches();
  }
}
