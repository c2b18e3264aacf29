package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.ContainerRoutes;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.containers.Probes;
import io.github.ecluse.database.Database;
import io.github.ecluse.stack.Stack;
import java.util.Collections;

/**
 * The application's container is on both networks. A neighbour that takes it for a router must not
 * reach the database, whatever the container does with packets that are for another.
 */
final class RouteThroughTheApplication {
  private RouteThroughTheApplication() {}

  /** Asserts that no way leads through it, where it is on a network without the database. */
  static void assertLeadsNotToTheDatabase(Stack stack) {
    String front = Inside.front(stack);
    if (front.equals(Probes.OUTSIDE)) {
      return;
    }
    String back = stack.compose().network(Inside.back(stack));
    String router = stack.application().addresses().get(stack.compose().network(front));
    String ownBack = stack.application().addresses().get(back);
    String database = stack.database().addresses().get(back);
    ProbeContainer neighbour = stack.probes().neighbourOn(front);
    long pid = stack.engine().inspect(neighbour.id()).orElseThrow().pid();

    try (ContainerRoutes routes = new ContainerRoutes(stack.host(), pid)) {
      routes.add(ownBack, router).add(database, router);
      // Engine 28 and newer drop by themselves what comes to an address over another network.
      boolean leads = neighbour.connect(ownBack, Inside.port(stack)).answered();
      int port = Collections.min(Database.ports(stack));
      assertThat(Ways.stands(() -> neighbour.connect(database, port).answered()))
          .as(
              "TCP from %s to db's address through the app as a router, which leads to the app's"
                  + " own address on %s: %s",
              front, back, leads)
          .isFalse();
    }
  }
}
