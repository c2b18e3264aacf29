package io.github.ecluse.neighbours;

/** A service beside the application that uses its image. */
final class Worker {
  static final String NAME = "worker";

  /** Ends at once when asked: nothing is lost with it. */
  private static final String OVERLAY =
      """
      services:
        worker:
          image: ${REGISTRY:-localhost:${REGISTRY_PORT:-5000}}/app:latest
          entrypoint: [bash, -c, "%s"]
          stop_signal: SIGKILL
          networks: [secure_back]
          restart: "%s"
          healthcheck: {test: [CMD, %s], interval: 1s, retries: 2, start_interval: 250ms}
      """;

  private static final String FOR_EVER = "sleep infinity";

  private Worker() {}

  /** Returns an overlay with one that works, and has this restart policy. */
  static String works(String restart) {
    return OVERLAY.formatted(FOR_EVER, restart, "\"true\"");
  }

  /** Returns an overlay with one whose health check fails. */
  static String unhealthy() {
    return OVERLAY.formatted(FOR_EVER, "unless-stopped", "\"false\"");
  }

  /** Returns an overlay with one that ends, and is started again each time. */
  static String restarts() {
    return OVERLAY.formatted("exit 1", "always", "\"true\"");
  }

  /** Returns an overlay with one that ends, and stays so. */
  static String exits() {
    return OVERLAY.formatted("exit 1", "no", "\"true\"");
  }
}
