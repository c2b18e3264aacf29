package io.github.ecluse.acceptance;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network: ping to the application is blocked, and nothing else is. */
@AcceptanceTest
@Order(6)
class NetworkIT {
  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(1)
  void pingIsBlockedWhileTcpIsOpen(String network, Stack stack) {
    stack.deployed();

    Ping.assertBlocked(network, stack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(3)
  void pingsOfAllSizesAndManyAtOnceAreBlocked(String network, Stack stack) {
    stack.deployed();

    Ping.assertBlockedInAllSizes(stack.probeOn(network), network, network, stack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(4)
  void pingFromTheHostIsBlocked(String network, Stack stack) {
    stack.deployed();

    Ping.assertBlockedInAllSizes(stack.probeOnHost(), "the host", network, stack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secure_back", "secure_front"})
  @Order(2)
  @NeedsIpv6
  void pingIsBlockedWhileTcpIsOpenOverIpv6(String network, Stack stack) {
    stack.deployed();

    Ping.assertBlockedOverIpv6(network, stack);
  }
}
