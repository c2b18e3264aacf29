package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

/** The kernel's table of IPv6 addresses, as a container on two networks has it. */
class InterfaceAddressTest {
  private static final String TABLE =
      """
      00000000000000000000000000000001 01 80 10 80       lo
      fe800000000000000042acfffe120003 1f4 40 20 80     eth1
      fd5b2c9a000100020000000000000a03 1f4 40 00 80     eth1
      fe800000000000000042acfffe130002 1f5 40 20 80     eth0
      """;

  @Test
  void eachAddressAndItsInterfaceAreRead() {
    assertThat(InterfaceAddress.in(TABLE))
        .extracting(InterfaceAddress::address, InterfaceAddress::interfaceName)
        .containsExactly(
            tuple("0:0:0:0:0:0:0:1", "lo"),
            tuple("fe80:0:0:0:42:acff:fe12:3", "eth1"),
            tuple("fd5b:2c9a:1:2:0:0:0:a03", "eth1"),
            tuple("fe80:0:0:0:42:acff:fe13:2", "eth0"));
  }

  @Test
  void linkLocalAddressesAreTold() {
    assertThat(InterfaceAddress.in(TABLE).filter(InterfaceAddress::isLinkLocal))
        .extracting(InterfaceAddress::interfaceName)
        .containsExactly("eth1", "eth0");
    assertThat(InterfaceAddress.linkLocal(TABLE).map(one -> one.asSeenThrough("eth7")))
        .contains("fe80:0:0:0:42:acff:fe12:3%eth7");
  }

  @Test
  void neighboursLookForAnAddressByTheGroupOfItsLastThreeBytes() {
    assertThat(InterfaceAddress.in(TABLE).map(InterfaceAddress::solicitedNode))
        .extracting(group -> group.asSeenThrough("eth7"))
        .contains("ff02:0:0:0:0:1:ff12:3%eth7", "ff02:0:0:0:0:1:ff00:a03%eth7");
  }

  @Test
  void aContainerWithoutIpv6HasNone() {
    assertThat(InterfaceAddress.in("")).isEmpty();
    assertThat(InterfaceAddress.linkLocal("")).isEmpty();
  }
}
