package io.github.ecluse.junit;

import io.github.ecluse.workspace.StackDirectory;
import io.github.ecluse.workspace.TwoCopies;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets JUnit run classes that are {@link ReadOnly} beside the others, if the system property {@code
 * ecluse.side-by-side} is {@code true} and two copies of the stack can stand at the same time. The
 * deploy command of another stack may use names that only one run can have, and nobody knows: its
 * classes run one after the other. JUnit finds this class by itself.
 */
public final class SideBySide implements LauncherSessionListener {
  /** What JUnit reads. */
  static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  private static final String ASKED = "ecluse.side-by-side";

  private boolean isOn;

  /** Creates a listener; JUnit calls this. */
  public SideBySide() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    isOn =
        Boolean.getBoolean(ASKED)
            && !Boolean.getBoolean(PARALLEL)
            && Runtime.getRuntime().availableProcessors() > 1
            && isPossible();
    if (isOn) {
      System.setProperty(PARALLEL, "true");
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (isOn) {
      System.clearProperty(PARALLEL);
    }
  }

  /** A stack that can't be read is the first check's to tell. */
  private static boolean isPossible() {
    try {
      StackDirectory stack = StackDirectory.given();
      return stack.equals(StackDirectory.ofThisProject()) && TwoCopies.areFreeToStand(stack);
    } catch (RuntimeException e) {
      return false;
    }
  }
}
