package io.github.ecluse.containers;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A listening TCP socket, from the kernel's table of a network namespace (proc(5)).
 *
 * @param address its local address, in hexadecimal
 * @param port its local port
 * @param inode the number that links to it have
 */
record ListeningSocket(String address, int port, String inode) {
  /** The state LISTEN (Linux, tcp_states.h). */
  private static final String LISTEN = "0A";

  private static final int HEXADECIMAL = 16;
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /** 127.0.0.0/8 and ::1, as a little-endian machine writes them. */
  private static final Pattern LOOPBACK = Pattern.compile("[0-9A-F]{6}7F|0{24}01000000");

  /** Returns those of {@code /proc/PID/net/tcp} or {@code tcp6}. */
  static Stream<ListeningSocket> in(String table) {
    return table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > INODE && columns[STATE].equals(LISTEN))
        .map(columns -> of(columns[LOCAL].split(":"), columns[INODE]));
  }

  private static ListeningSocket of(String[] local, String inode) {
    return new ListeningSocket(local[0], Integer.parseInt(local[1], HEXADECIMAL), inode);
  }

  /** Returns whether nobody else can reach it. */
  boolean isOnLoopback() {
    return LOOPBACK.matcher(address).matches();
  }

  /** Returns the target of the link that a process has to it. */
  String link() {
    return "socket:[" + inode + "]";
  }
}
