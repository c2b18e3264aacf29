package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.Probe;
import io.github.ecluse.stack.Probe.Reply;
import io.github.ecluse.stack.Stack;

/** The rule of the application's container: ping gets no answer, TCP does. */
final class Ping {
  private Ping() {}

  static void assertBlocked(String network, Stack stack) {
    Probe probe = stack.probeOn(network);
    String app = stack.service("app").addresses().get(stack.networkName(network));

    assertThat(stack.pingWorksOn(network))
        .as("ping from %s to the host or to another container, the control", network)
        .isTrue();
    assertThat(probe.connect("app", 8080).answered())
        .as("TCP from %s to app:8080", network)
        .isTrue();
    assertThat(probe.ping(app).kind())
        .as("ping from %s to the app: nothing may come back", network)
        .isEqualTo(Reply.Kind.SILENT);
  }
}
