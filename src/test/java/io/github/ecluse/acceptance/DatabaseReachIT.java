package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.containers.Probes;
import io.github.ecluse.database.Database;
import io.github.ecluse.docker.ServiceContainer.PublishedPort;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.stack.Stack;
import io.github.ecluse.workspace.Ipv6Networks;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The database: from where it is reached, and from where it is not. */
@AcceptanceTest
@ReadOnly
@Order(55)
class DatabaseReachIT {
  @Test
  @Order(1)
  @Claim("database-private")
  void itIsReachedFromTheBackNetworkAndNotFromTheFrontOne(Stack stack) {
    stack.ensureReleased();
    String back = Inside.back(stack);
    String address = stack.database().addresses().get(stack.compose().network(back));
    ProbeContainer front = stack.probes().on(Inside.front(stack));

    assertThat(isOnEachOfSeveral(stack))
        .as("whether %s is on each of several networks of the application", name(stack))
        .isFalse();
    assertThat(stack.probes().on(back).connect(address, port(stack)).answered())
        .as("TCP to db from %s, the control", back)
        .isTrue();
    assertThat(stack.probes().pingWorksOn(Inside.front(stack)))
        .as("ping from %s to the host or to another container, the control", Inside.front(stack))
        .isTrue();
    assertThat(isReached(address, front, stack))
        .as("TCP to db's address from %s", Inside.front(stack))
        .isFalse();
    assertThat(isReached(name(stack), front, stack))
        .as("TCP to the name db from %s", Inside.front(stack))
        .isFalse();
    RouteThroughTheApplication.assertLeadsNotToTheDatabase(stack);
  }

  /**
   * It has no IPv6 address where the stack has no IPv6, or where the engine keeps no networks
   * apart.
   */
  @Test
  @Order(2)
  @NeedsIpv6
  @Claim("database-private")
  void itIsReachedFromTheBackNetworkAndNotFromTheFrontOneOverIpv6(Stack stack) {
    stack.ensureReleased();
    ProbeContainer front = stack.probes().on(Inside.front(stack));
    String neighbour = stack.probes().neighbourOn(Inside.front(stack)).ipv6Address();
    if (Ipv6Networks.areGivenTo(stack.workspace().promise()) || !neighbour.isEmpty()) {
      await("ping from the front network to another container over IPv6, the control")
          .until(() -> front.ping(neighbour).answered());
    }

    List<String> addresses =
        stack.database().ipv6Addresses().values().stream()
            .filter(address -> !address.isEmpty())
            .toList();
    assertThat(addresses.isEmpty())
        .as("whether db has no IPv6, beside another container of its network")
        .isEqualTo(stack.probes().neighbourOn(Inside.back(stack)).ipv6Address().isEmpty());
    for (String address : addresses) {
      await("TCP to db's IPv6 address from the back network, the control")
          .until(
              () -> stack.probes().on(Inside.back(stack)).connect(address, port(stack)).reached());
      assertThat(Ways.stands(() -> front.connect(address, port(stack)).reached()))
          .as("TCP to db's IPv6 address %s from the front network", address)
          .isFalse();
    }
    assertThat(isReached(name(stack), front, stack))
        .as("TCP to the name db from %s", Inside.front(stack))
        .isFalse();
  }

  private static boolean isReached(String host, ProbeContainer probe, Stack stack) {
    return Ways.stands(() -> probe.connect(host, port(stack)).answered());
  }

  /** An application has more than one to keep its database from those who reach it by another. */
  private static boolean isOnEachOfSeveral(Stack stack) {
    return Inside.networks(stack).count() > 1 && Inside.front(stack).equals(Probes.OUTSIDE);
  }

  private static int port(Stack stack) {
    return Collections.min(Database.ports(stack));
  }

  private static String name(Stack stack) {
    return stack.workspace().promise().databaseService().orElseThrow();
  }

  @Test
  @Order(3)
  @Claim("database-private")
  void noAddressOfTheHostPublishesIt(Stack stack) {
    stack.ensureReleased();

    assertThat(stack.database().published()).as("ports of db on the host").isEmpty();
    List<Integer> ports =
        stack.services().all().stream()
            .flatMap(service -> service.published().stream())
            .map(PublishedPort::hostPort)
            .toList();
    assertThat(ports).as("ports that the stack publishes").isNotEmpty();
    for (int port : ports) {
      assertThat(DatabaseGreeting.at(port, Database.isAskedFirst(stack)))
          .as("what port %s of the host says when one connects; a database would greet", port)
          .isEmpty();
    }
  }
}
