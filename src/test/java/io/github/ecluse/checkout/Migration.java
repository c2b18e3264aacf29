package io.github.ecluse.checkout;

/** A service that runs once, with the application's image, before the application. */
public final class Migration {
  private static final String OVERLAY =
      """
      services:
        migrate:
          image: ${REGISTRY:-localhost:${REGISTRY_PORT:-5000}}/app:latest
          entrypoint: [bash, -c, "%s"]
          networks: [secure_back]
          depends_on: {db: {condition: service_healthy}}
        app:
          depends_on: {migrate: {condition: service_completed_successfully}}
      """;

  private Migration() {}

  /**
   * Returns a Compose file that adds it to this stack, as the service migrate.
   *
   * @param command a line of bash without double quotes
   */
  public static String running(String command) {
    return OVERLAY.formatted(command);
  }
}
