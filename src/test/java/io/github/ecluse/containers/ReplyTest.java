package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTest {
  @Test
  void theAnswerersOfAGroupAreTold() {
    String iputils =
        """
        PING ff02::1%eth0 (ff02::1%eth0) 56 data bytes
        64 bytes from fe80::42:acff:fe12:3%eth0: icmp_seq=1 ttl=64 time=0.049 ms
        64 bytes from fe80::42:acff:fe12:4%eth0: icmp_seq=1 ttl=64 time=0.081 ms (DUP!)
        """;
    String busybox =
        """
        PING ff02::1%eth0 (ff02::1): 56 data bytes
        64 bytes from fe80::42:acff:fe12:3: seq=0 ttl=64 time=0.049 ms
        64 bytes from fe80::42:acff:fe12:4: seq=0 ttl=64 time=0.081 ms (DUP!)
        """;

    assertThat(answered(iputils).answerers())
        .isEqualTo(answered(busybox).answerers())
        .containsExactly("fe80:0:0:0:42:acff:fe12:3", "fe80:0:0:0:42:acff:fe12:4");
  }

  @Test
  void whoOnlySaysThatAHostIsOutOfReachIsNoAnswerer() {
    Reply reply =
        answered(
            """
            64 bytes from 172.18.0.2: icmp_seq=1 ttl=64 time=0.049 ms
            From 172.18.0.1 icmp_seq=1 Destination Host Unreachable
            """);

    assertThat(reply.answerers()).containsExactly("172.18.0.2");
    assertThat(reply.echoes()).isOne();
  }

  private static Reply answered(String output) {
    return new Reply(Reply.Kind.ANSWERED, output);
  }
}
