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
 * @param registryPort a free port for the registry on 127.0.0.1
 * @param appPort a free port for the application on 127.0.0.1
 */
public record Settings(String run, int registryPort, int appPort) {
  private static final String LABEL = "io.github.ecluse.run";

  private static final String OUTPUT_PROPERTY = "ecluse.output";

  /** {@return settings with a name and ports that nothing else has} */
  public static Settings withFreePorts() {
    return new Settings(newRun(), FreePort.find(), FreePort.find());
  }

  private static String newRun() {
    return ProcessHandle.current().pid() + "-" + System.nanoTime();
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
   * Returns the variables that offer a stack the names and ports; an empty one counts as unset,
   * whatever the user's shell has.
   */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("REGISTRY_PORT", Integer.toString(registryPort));
    variables.put("APP_PORT", Integer.toString(appPort));
    variables.put("REGISTRY", "");
    variables.put("IMAGE_LABEL", imageLabel());
    // The pipeline's record goes with the copy.
    variables.put("ECLUSE_STATE", directory().resolve(".ecluse").toString());
    // Git finds the copy's own repository or none, and reaches no other.
    variables.put("GIT_CEILING_DIRECTORIES", directory().getParent().toString());
    variables.put("GIT_ALLOW_PROTOCOL", "none");
    return variables;
  }
}
