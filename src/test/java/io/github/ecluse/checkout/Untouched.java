package io.github.ecluse.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.acceptance.Http;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.Optional;

/** What a run must leave as it is: every container and its process, and latest in the registry. */
public final class Untouched {
  private final Stack stack;
  private final List<String> containers;
  private final Optional<Digest> latest;

  private Untouched(Stack stack) {
    this.stack = stack;
    containers = containers();
    latest = latest();
  }

  /** Looks at a stack as it is now. */
  public static Untouched in(Stack stack) {
    return new Untouched(stack);
  }

  /** Every container is the one from before, and has not been started again; the page is served. */
  public void assertUntouched() {
    assertServicesUntouched();
    assertThat(latest()).as("latest in the registry").isEqualTo(latest);
  }

  /** The same, where a new latest may have been pushed. */
  public void assertServicesUntouched() {
    assertThat(containers()).as("containers and their processes").isEqualTo(containers);
    Http.on(stack.appUrl()).get("/db").then().statusCode(200);
  }

  private List<String> containers() {
    return stack.services().all().stream().map(Untouched::described).toList();
  }

  private static String described(ServiceContainer container) {
    return "%s %s %s, process %d"
        .formatted(container.service(), container.id(), container.state(), container.pid());
  }

  private Optional<Digest> latest() {
    return stack.registry().digest("app", "latest");
  }
}
