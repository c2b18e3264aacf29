package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.containers.InterfaceAddress;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.stack.Stack;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ping to the addresses that each interface gives itself, with or without IPv6 on its network. */
final class LinkLocalPing {
  private static final String TABLE = "net/if_inet6";
  private static final Duration ADDRESS_LIMIT = Duration.ofSeconds(5);

  private LinkLocalPing() {}

  /** Asserts that no such address of the application answers, from a neighbour or the host. */
  static void assertBlocked(String network, Stack stack) {
    ProbeContainer probe = stack.probes().on(network);
    Optional<InterfaceAddress> own = linkLocal(probe);
    if (own.isEmpty()) {
      // Where the engine switches IPv6 off, neither has the app such an address on this network.
      return;
    }
    String link = own.get().interfaceName();
    String neighbour =
        linkLocal(stack.probes().neighbourOn(network)).orElseThrow().asSeenThrough(link);
    await("ping from %s to %s of another container, the control".formatted(network, neighbour))
        .atMost(ADDRESS_LIMIT)
        .until(() -> probe.ping(neighbour).answered());

    assertSilent(probe, network, link, stack);
    bridge(network, stack)
        .ifPresent(bridge -> assertSilent(stack.probes().onHost(), "the host", bridge, stack));
  }

  private static Optional<InterfaceAddress> linkLocal(ProbeContainer probe) {
    return InterfaceAddress.linkLocal(probe.file("/proc/" + TABLE));
  }

  /** Addresses of its other networks are on another link: they may be out of reach. */
  private static void assertSilent(ProbeContainer from, String where, String link, Stack stack) {
    List<String> addresses =
        InterfaceAddress.in(stack.host().files(stack.application().pid()).kernelText(TABLE))
            .filter(InterfaceAddress::isLinkLocal)
            .map(one -> one.asSeenThrough(link))
            .toList();
    assertThat(from.pingInAllSizes(addresses.toArray(String[]::new)).echoes())
        .as(
            "answers to pings of all sizes from %s to the app's link-local addresses %s",
            where, addresses)
        .isZero();
  }

  /** The host's interface on a network is the one that has its gateway's address. */
  private static Optional<String> bridge(String network, Stack stack) {
    List<String> gateways =
        stack.engine().networks().gateways(stack.compose().network(network)).stream()
            .map(LinkLocalPing::inFull)
            .toList();
    return InterfaceAddress.in(stack.probes().onHost().file("/proc/" + TABLE))
        .filter(one -> gateways.contains(one.address()))
        .map(InterfaceAddress::interfaceName)
        .findFirst();
  }

  /** As Java writes an address of eight groups, none of which is left out. */
  private static String inFull(String address) {
    try {
      return InetAddress.getByName(address.replaceFirst("/.*", "")).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("The engine names a gateway that is no address", e);
    }
  }
}
