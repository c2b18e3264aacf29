package io.github.ecluse.acceptance;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.junit.ReadOnly;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network: ping to the application is blocked, and nothing else is. */
@AcceptanceTest
@ReadOnly
@Order(60)
@Claim("ping-blocked")
class NetworkIT {
  @ParameterizedTest
  @MethodSource("io.github.ecluse.acceptance.Inside#networks")
  @Order(1)
  void pingIsBlockedWhileTcpIsOpen(String network, Stack stack) {
    stack.ensureReleased();

    Ping.assertBlocked(network, stack);
  }

  @ParameterizedTest
  @MethodSource("io.github.ecluse.acceptance.Inside#networks")
  @Order(2)
  void pingsOfAllSizesAndManyAtOnceAreBlocked(String network, Stack stack) {
    stack.ensureReleased();

    Ping.assertBlockedInAllSizes(stack.probes().on(network), network, network, stack);
  }

  @ParameterizedTest
  @MethodSource("io.github.ecluse.acceptance.Inside#networks")
  @Order(3)
  void pingFromTheHostIsBlocked(String network, Stack stack) {
    stack.ensureReleased();

    Ping.assertBlockedInAllSizes(stack.probes().onHost(), "the host", network, stack);
  }

  @ParameterizedTest
  @MethodSource("io.github.ecluse.acceptance.Inside#networks")
  @Order(4)
  @NeedsIpv6
  void pingIsBlockedWhileTcpIsOpenOverIpv6(String network, Stack stack) {
    stack.ensureReleased();

    Ping.assertBlockedOverIpv6(network, stack);
  }

  /** A rule for the interfaces that were there at the start leaves the others open. */
  @Test
  @Order(5)
  void pingIsBlockedOnANetworkThatTheApplicationJoinsLater(Stack stack) {
    stack.ensureReleased();

    try (LaterNetwork network = LaterNetwork.joinedByTheApplication(stack)) {
      network.assertPingIsBlocked();
    }
  }
}
