package io.github.ecluse.checkout;

import java.util.List;

/** A machine whose clock is set to another time zone than UTC. */
public final class LocalTime {
  /** Only what it starts sees the change. */
  private static final String IN_ZONE =
      "mount --bind \"/usr/share/zoneinfo/$0\" /etc/localtime && exec \"$@\"";

  private LocalTime() {}

  /**
   * Returns a command that runs its further arguments on such a machine; it needs root. The
   * variable {@code TZ} would not do, as {@code build.sh} sets it aside.
   *
   * @param zone the name of a time zone, such as {@code Asia/Kolkata}
   */
  public static List<String> in(String zone) {
    return List.of("unshare", "--mount", "bash", "-c", IN_ZONE, zone);
  }
}
