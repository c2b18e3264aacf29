package io.github.ecluse.containers;

import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An IPv6 address of an interface, from the kernel's table of a network namespace, {@code
 * /proc/net/if_inet6} (proc(5)).
 *
 * @param address its eight groups, each as a hexadecimal number without leading zeros
 * @param interfaceName the interface that has it, such as {@code eth0}
 */
public record InterfaceAddress(String address, String interfaceName) {
  private static final int GROUPS = 8;
  private static final int DIGITS = 4;
  private static final int NAME = 5;

  /** The first ten bits of a link-local address (RFC 4291, 2.4). */
  private static final int LINK_LOCAL = 0xfe80;

  private static final int FIRST_TEN_BITS = 0xffc0;

  private static final int HEX = 16;
  private static final int LAST_BYTE = 0xff;

  /**
   * {@return the addresses of a table}
   *
   * @param table the text of {@code /proc/net/if_inet6}
   */
  public static Stream<InterfaceAddress> in(String table) {
    return table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > NAME)
        .map(columns -> new InterfaceAddress(groups(columns[0]), columns[NAME]));
  }

  private static String groups(String digits) {
    return IntStream.range(0, GROUPS)
        .map(group -> HexFormat.fromHexDigits(digits, group * DIGITS, (group + 1) * DIGITS))
        .mapToObj(Integer::toHexString)
        .collect(Collectors.joining(":"));
  }

  /**
   * {@return the first link-local address of a table}
   *
   * @param table the text of {@code /proc/net/if_inet6}
   */
  public static Optional<InterfaceAddress> linkLocal(String table) {
    return in(table).filter(InterfaceAddress::isLinkLocal).findFirst();
  }

  /** {@return whether it is of use on the interface's own link only} */
  public boolean isLinkLocal() {
    int first = HexFormat.fromHexDigits(address, 0, address.indexOf(':'));
    return (first & FIRST_TEN_BITS) == LINK_LOCAL;
  }

  /** {@return the group of hosts by which neighbours look for it (RFC 4291, 2.7.1)} */
  public InterfaceAddress solicitedNode() {
    String[] groups = address.split(":", -1);
    int last = Integer.parseInt(groups[GROUPS - 2], HEX) & LAST_BYTE;
    String group = "ff02:0:0:0:0:1:ff%02x:%s".formatted(last, groups[GROUPS - 1]);
    return new InterfaceAddress(group, interfaceName);
  }

  /**
   * {@return the address as a neighbour names it, which must say on which link it is}
   *
   * @param ofTheNeighbour the neighbour's own interface on that link
   */
  public String asSeenThrough(String ofTheNeighbour) {
    return address + "%" + ofTheNeighbour;
  }
}
