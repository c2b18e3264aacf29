package io.github.ecluse.workspace;

import io.github.ecluse.host.FreePort;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The names and ports of one run, by which it is apart from any stack of the user's and from other
 * runs.
 *
 * @param run the run's name, which labels its image
 * @param registryPort the registry's port on 127.0.0.1
 * @param appPort the application's port on 127.0.0.1
 */
public record Settings(String run, int registryPort, int appPort) {
  private static final String LABEL = "io.github.ecluse.run";

  /** A stack that can't be told its ports: {@code -Decluse.ports=<registry>:<app>}. */
  private static final String PORTS_PROPERTY = "ecluse.ports";

  private static final String OUTPUT_PROPERTY = "ecluse.output";

  /** Returns the settings for a stack: its fixed ports if it has such, else free ones. */
  static Settings forStack() {
    if (portsAreFixed()) {
      String[] ports = System.getProperty(PORTS_PROPERTY).split(":", 2);
      return new Settings(newRun(), Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
    }
    return withFreePorts();
  }

  /** {@return settings with a name and ports that nothing else has} */
  public static Settings withFreePorts() {
    return new Settings(newRun(), FreePort.find(), FreePort.find());
  }

  private static String newRun() {
    return "%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
  }

  /** Returns whether the ports of the stack were given. */
  static boolean portsAreFixed() {
    return System.getProperty(PORTS_PROPERTY) != null;
  }

  /** Returns a name that nothing else on the engine has: that of the Compose project. */
  String name() {
    return "ecluse-" + run;
  }

  /** {@return the label, key=value, of the images of the run} */
  public String imageLabel() {
    return LABEL + "=" + run;
  }

  /** {@return the label by which what the run makes is removed, should the JVM be killed} */
  public Map<String, String> labels() {
    return Map.of(LABEL, run);
  }

  /** Returns the repository of the application, under the address that Docker pushes to. */
  String repository() {
    return "localhost:" + registryPort + "/app";
  }

  /** Returns the directory of the copy of the stack. */
  Path directory() {
    return output().resolve("stacks").resolve(run);
  }

  /**
   * {@return the directory of all that runs write: {@code -Decluse.output=<directory>}, or {@code
   * target/ecluse}}
   */
  public static Path output() {
    return Path.of(System.getProperty(OUTPUT_PROPERTY, "target/ecluse")).toAbsolutePath();
  }

  /**
   * Returns the variables of the contract; an empty one counts as unset, whatever the user's shell
   * has.
   */
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
