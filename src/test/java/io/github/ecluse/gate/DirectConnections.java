package io.github.ecluse.gate;

import java.net.ProxySelector;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets no connection of the gate go through a proxy, whatever {@code -Dhttp.proxyHost} or {@code
 * JAVA_TOOL_OPTIONS} says: all that it speaks to is on this machine.
 */
public final class DirectConnections implements LauncherSessionListener {
  /** For the service loader. */
  public DirectConnections() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    ProxySelector.setDefault(ProxySelector.of(null));
  }
}
