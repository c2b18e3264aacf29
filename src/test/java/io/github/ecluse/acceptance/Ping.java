package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.containers.Reply;
import io.github.ecluse.stack.Stack;
import java.time.Duration;

/** The rule of the application's container: ping gets no answer, TCP does. */
final class Ping {
  /** Until then a host on a new network may not use its address (RFC 4862, 5.4). */
  private static final Duration ADDRESS_LIMIT = Duration.ofSeconds(5);

  /** Of twenty-two: one may be lost while the neighbour's address is looked up. */
  private static final int ENOUGH = 15;

  private Ping() {}

  static void assertBlocked(String network, Stack stack) {
    assertThat(stack.probes().pingWorksOn(network))
        .as("ping from %s to the host or to another container, the control", network)
        .isTrue();
    assertThat(
            stack
                .probes()
                .on(network)
                .connect(stack.workspace().promise().application(), Inside.port(stack))
                .answered())
        .as("TCP from %s to the app", network)
        .isTrue();
    assertSilent(
        network, stack.application().addresses().get(stack.compose().network(network)), stack);
  }

  /** Echo requests of all kinds, many at once: a rule for some of them lets others through. */
  static void assertBlockedInAllSizes(
      ProbeContainer from, String where, String network, Stack stack) {
    assertAnswers(from, where, stack.probes().neighbourOn(network).address());
    assertSilentInAllSizes(
        from, where, stack.application().addresses().get(stack.compose().network(network)));
  }

  static void assertBlockedOverIpv6(String network, Stack stack) {
    ProbeContainer probe = stack.probes().on(network);
    String neighbour = stack.probes().neighbourOn(network).ipv6Address();
    String app =
        stack.application().ipv6Addresses().getOrDefault(stack.compose().network(network), "");

    assertThat(app.isEmpty())
        .as("whether %s has no IPv6: of the app, and of another container", network)
        .isEqualTo(neighbour.isEmpty());
    LinkLocalPing.assertBlocked(network, stack);
    if (app.isEmpty()) {
      return;
    }
    await("ping from %s to another container over IPv6, the control".formatted(network))
        .atMost(ADDRESS_LIMIT)
        .until(() -> probe.ping(neighbour).answered());
    assertThat(probe.connect(app, Inside.port(stack)).answered())
        .as("TCP from %s to the app's IPv6 address %s", network, app)
        .isTrue();
    assertAnswers(probe, network, neighbour);
    assertSilentInAllSizes(probe, network, app);
    assertThat(stack.probes().onHost().ping(neighbour).answered())
        .as("ping from the host to another container over IPv6, the control")
        .isTrue();
    assertSilentInAllSizes(stack.probes().onHost(), "the host", app);
  }

  /** The control: another container, which has no rule. */
  private static void assertAnswers(ProbeContainer from, String where, String neighbour) {
    Reply reply = from.pingInAllSizes(neighbour);
    assertThat(reply.echoes())
        .as("answers of another container to twenty pings from %s, the control", where)
        .isGreaterThan(ENOUGH);
    assertThat(reply.echoesOfOtherCodes())
        .as("answers of another container to pings with a code from %s, the control", where)
        .isPositive();
  }

  private static void assertSilentInAllSizes(ProbeContainer from, String where, String address) {
    assertThat(from.pingInAllSizes(address).kind())
        .as(
            "pings of all sizes from %s to the app's address %s, two of them with a code other than"
                + " 0: none may be answered",
            where, address)
        .isEqualTo(Reply.Kind.SILENT);
  }

  private static void assertSilent(String network, String address, Stack stack) {
    assertThat(stack.probes().on(network).ping(address).kind())
        .as("ping from %s to the app's address %s: nothing may come back", network, address)
        .isEqualTo(Reply.Kind.SILENT);
  }
}
