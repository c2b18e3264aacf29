package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ecluse.containers.InterfaceAddress;
import io.github.ecluse.containers.ProbeContainer;
import io.github.ecluse.containers.Reply;
import io.github.ecluse.stack.Stack;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ping to the addresses that each interface gives itself, with or without IPv6 on its network. */
final class LinkLocalPing {
  private static final String TABLE = "net/if_inet6";

  /** Each host with IPv6 is one of them (RFC 4291, 2.7.1). */
  private static final String ALL_NODES = "ff02::1%";

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
    InterfaceAddress ofTheNeighbour = linkLocal(stack.probes().neighbourOn(network)).orElseThrow();
    String neighbour = ofTheNeighbour.asSeenThrough(link);
    await("ping from %s to %s of another container, the control".formatted(network, neighbour))
        .atMost(ADDRESS_LIMIT)
        .until(() -> probe.ping(neighbour).answered());

    await(
            "ping from %s to all nodes, which another container answers, the control"
                .formatted(network))
        .atMost(ADDRESS_LIMIT)
        .until(
            () ->
                probe
                    .pingInAllSizes(ALL_NODES + link)
                    .answerers()
                    .contains(ofTheNeighbour.address()));
    assertSilent(probe, network, link, stack);
    bridge(network, stack)
        .ifPresent(bridge -> assertSilent(stack.probes().onHost(), "the host", bridge, stack));
  }

  private static Optional<InterfaceAddress> linkLocal(ProbeContainer probe) {
    return InterfaceAddress.linkLocal(probe.file("/proc/" + TABLE));
  }

  /** Addresses of its other networks are on another link: they may be out of reach. */
  private static void assertSilent(ProbeContainer from, String where, String link, Stack stack) {
    List<InterfaceAddress> ofTheApp =
        InterfaceAddress.in(stack.host().files(stack.application().pid()).kernelText(TABLE))
            .filter(one -> !one.interfaceName().equals("lo"))
            .toList();
    List<String> addresses =
        ofTheApp.stream()
            .filter(InterfaceAddress::isLinkLocal)
            .map(one -> one.asSeenThrough(link))
            .toList();
    Stream<String> groups =
        Stream.concat(
            Stream.of(ALL_NODES + link),
            ofTheApp.stream().map(one -> one.solicitedNode().asSeenThrough(link)).distinct());
    Reply reply =
        from.pingInAllSizes(Stream.concat(addresses.stream(), groups).toArray(String[]::new));
    assertThat(reply.answerers())
        .as(
            "who answers pings from %s, of all sizes to the app's link-local addresses %s, and to"
                + " all nodes (ff02::1): not the app",
            where, addresses)
        .noneMatch(answerer -> ofTheApp.stream().anyMatch(one -> one.address().equals(answerer)));
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
