package io.github.ecluse.host;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A port of this machine that a container is to get.
 *
 * @param address the address of the host on which it is published; empty for all
 * @param number its number
 * @param protocol {@code tcp} or {@code udp}; nothing is known about others
 */
public record PublishedPort(String address, int number, String protocol) {
  private static final Path KERNEL = Path.of("/proc");

  /** The first port that not only root may have (ip-sysctl). */
  static final Path FIRST_FOR_ALL = Path.of("sys/net/ipv4/ip_unprivileged_port_start");

  /** The state of a TCP socket that listens (proc_net_tcp). */
  private static final String LISTENS = "0A";

  /** {@return whether no program has it} */
  public boolean isFree() {
    try {
      return !(protocol.equals("tcp") || protocol.equals("udp"))
          || canBeHad()
          || isNotForThisUser();
    } catch (UnknownHostException e) {
      // The engine has its own words for such an address.
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private InetAddress host() throws UnknownHostException {
    return address.isEmpty()
        ? new InetSocketAddress(0).getAddress()
        : InetAddress.getByName(address);
  }

  private boolean canBeHad() throws UnknownHostException {
    try (Closeable socket =
        protocol.equals("udp")
            ? new DatagramSocket(number, host())
            : new ServerSocket(number, 1, host())) {
      return socket != null;
    } catch (UnknownHostException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  /** The engine has more rights than this user, and its own words for an address elsewhere. */
  private boolean isNotForThisUser() throws IOException {
    boolean isForRoot = number < Integer.parseInt(kernelText(FIRST_FOR_ALL).strip());
    boolean isElsewhere =
        !host().isAnyLocalAddress() && NetworkInterface.getByInetAddress(host()) == null;
    return (isForRoot || isElsewhere)
        && !isIn(kernelText(Path.of("net", protocol)))
        && !isIn(kernelText(Path.of("net", protocol + "6")));
  }

  /** Reads more than a byte at once: a setting of the kernel has nothing to say after the first. */
  static String kernelText(Path file) throws IOException {
    Path path = KERNEL.resolve(file);
    if (!Files.exists(path)) {
      return "";
    }
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      return lines.lines().collect(Collectors.joining("\n"));
    }
  }

  /**
   * Returns whether the kernel's list of sockets has one that keeps this port from others.
   *
   * @param sockets the text of {@code /proc/net/tcp} or of its likes for IPv6 and UDP
   */
  boolean isIn(String sockets) throws UnknownHostException {
    InetAddress host = host();
    String own = hex(host);
    String port = ":%04X".formatted(number);
    return sockets
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[1].endsWith(port))
        .filter(words -> protocol.equals("udp") || words[3].equals(LISTENS))
        .map(words -> words[1].substring(0, words[1].length() - port.length()))
        .anyMatch(other -> host.isAnyLocalAddress() || other.matches("0+") || other.endsWith(own));
  }

  /** Returns an address as the kernel prints it: each four bytes are a number of the machine. */
  private static String hex(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
    StringBuilder hex = new StringBuilder();
    while (bytes.hasRemaining()) {
      hex.append(String.format(Locale.ROOT, "%08X", bytes.getInt()));
    }
    return hex.toString();
  }
}
