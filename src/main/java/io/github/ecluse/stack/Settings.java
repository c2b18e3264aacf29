package io.github.ecluse.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What makes a run a world of its own, beside any stack of the user's.
 *
 * @param run the run's name, which labels its image
 * @param registryPort the registry's port on 127.0.0.1
 * @param appPort the application's port on 127.0.0.1
 */
record Settings(String run, int registryPort, int appPort) {
  private static final String LABEL = "io.github.ecluse.run";

  /** A stack that can't be told its ports: {@code -Decluse.ports=<registry>:<app>}. */
  private static final String PORTS_PROPERTY = "ecluse.ports";

  private static final String OUTPUT_PROPERTY = "ecluse.output";

  /** For a stack: its fixed ports if it has such, else free ones. */
  static Settings forStack() {
    if (portsAreFixed()) {
      String[] ports = System.getProperty(PORTS_PROPERTY).split(":", 2);
      return new Settings(newRun(), Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }
    return withFreePorts();
  }

  static Settings withFreePorts() {
    return new Settings(newRun(), FreePort.find(), FreePort.find());
  }

  private static String newRun() {
    return "%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
  }

  static boolean portsAreFixed() {
    return System.getProperty(PORTS_PROPERTY) != null;
  }

  /** A name that nothing else on the engine has. */
  String name() {
    return "ecluse-" + run;
  }

  String imageLabel() {
    return LABEL + "=" + run;
  }

  Map<String, String> labels() {
    return Map.of(LABEL, run);
  }

  /** The repository of the application, under the address that Docker pushes to. */
  String repository() {
    return "localhost:" + registryPort + "/app";
  }

  /** Where the copy of the stack stands while it runs. */
  Path directory() {
    return output().resolve("stacks").resolve(run);
  }

  /**
   * Where runs keep what they write: {@code -Decluse.output=<directory>}, or {@code target/ecluse}.
   */
  static Path output() {
    return Path.of(System.getProperty(OUTPUT_PROPERTY, "target/ecluse")).toAbsolutePath();
  }

  /** The variables of the contract; an empty one counts as unset, whatever the user's shell has. */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("REGISTRY_PORT", Integer.toString(registryPort));
    variables.put("APP_PORT", Integer.toString(appPort));
    variables.put("REGISTRY", "");
    variables.put("IMAGE_LABEL", imageLabel());
    // The pipeline's record goes with the copy.
    variables.put("ECLUSE_STATE", directory().resolve(".ecluse").toString());
    return variables;
  }
}
