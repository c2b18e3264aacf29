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
  void pingIsBlockedWhileTcpIsOpen(String network, Stack stack) {
    stack.deployed();

    Ping.assertBlocked(network, stack);
  }
}
