package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Probe;
import io.github.ecluse.stack.Stack;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The network: ping to the application is blocked, and nothing else is. */
@AcceptanceTest
@Order(7)
class NetworkIT {
  @Test
  void pingIsBlockedWhileTcpIsOpen(Stack stack) {
    stack.deployed();
    Probe probe = stack.probeOn("secure_back");

    assertThat(probe.ping("registry").answered()).as("ping to the registry").isTrue();
    assertThat(probe.connect("app", 8080).answered()).as("TCP to app:8080").isTrue();
    assertThat(probe.ping("app").kind()).as("ping to the app").isEqualTo(Probe.Reply.Kind.SILENT);
  }
}
