package io.github.ecluse.host;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void aPortFoundIsFreeForTheStackAndTakenForOtherRuns() {
    int port = FreePort.find();

    assertThatCode(() -> new ServerSocket(port, 1, LOOPBACK).close())
        .as("a server on TCP port %d", port)
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new DatagramSocket(port, LOOPBACK).close())
        .isInstanceOf(BindException.class);
  }
}
