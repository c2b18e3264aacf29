package io.github.ecluse.workspace;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses.
 *
 * @param first its first address, as a number
 * @param bits how many bits an address of its family has
 * @param prefix how many of them all addresses in it have in common
 */
record Subnet(BigInteger first, int bits, int prefix) {
  /**
   * Reads the notation of RFC 4632 and RFC 4291.
   *
   * @param text such as {@code 172.30.0.0/16}
   * @throws IllegalArgumentException if it is no such text
   */
  static Subnet of(String text) {
    String[] parts = text.split("/", 2);
    if (parts.length < 2 || !parts[0].matches("[0-9a-fA-F:.]+")) {
      throw new IllegalArgumentException("no subnet: " + text);
    }
    try {
      byte[] address = InetAddress.getByName(parts[0]).getAddress();
      int bits = address.length * Byte.SIZE;
      int prefix = Integer.parseInt(parts[1]);
      BigInteger number = new BigInteger(1, address);
      return new Subnet(number.shiftRight(bits - prefix).shiftLeft(bits - prefix), bits, prefix);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no subnet: " + text, e);
    }
  }

  /** Returns whether an address is in both. */
  boolean overlaps(Subnet other) {
    int shift = bits - Math.min(prefix, other.prefix);
    return bits == other.bits && first.shiftRight(shift).equals(other.first.shiftRight(shift));
  }
}
