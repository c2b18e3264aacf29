package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

/** The kernel's tables of sockets, as they are on a little-endian machine. */
class ListeningSocketTest {
  private static final String TABLES =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0B00007F:8E1D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0 100 0 0 10 0
         1: 00000000:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0 100 0 0 10 0
         2: 020012AC:1388 010012AC:D431 01 00000000:00000000 00:00000000 00000000     0        0 102 1 0 20 4 30 10 -1
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when
         0: 00000000000000000000000001000000:0CEA 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 103 1
         1: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 104 1
      """;

  @Test
  void thoseThatListenAreRead() {
    assertThat(ListeningSocket.in(TABLES))
        .extracting(ListeningSocket::port, ListeningSocket::link)
        .containsExactly(
            tuple(36381, "socket:[100]"),
            tuple(5000, "socket:[101]"),
            tuple(3306, "socket:[103]"),
            tuple(8080, "socket:[104]"));
  }

  @Test
  void loopbackOfBothFamiliesIsTold() {
    assertThat(ListeningSocket.in(TABLES).filter(ListeningSocket::isOnLoopback))
        .extracting(ListeningSocket::port)
        .containsExactly(36381, 3306);
  }
}
