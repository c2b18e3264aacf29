package io.github.ecluse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void aPortFoundIsFreeForTheStackAndTakenForOtherRuns() throws Exception {
    int port = FreePort.find();

    try (ServerSocket stack = new ServerSocket(port, 1, LOOPBACK)) {
      assertThat(stack.isBound()).isTrue();
    }
    assertThatThrownBy(() -> new DatagramSocket(port, LOOPBACK).close())
        .isInstanceOf(BindException.class);
  }
}
