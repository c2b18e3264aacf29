package io.github.ecluse.gate;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A new JVM for each gate, as Maven starts one.
 *
 * @param launcher makes a command of its words: where the JVM is to run
 */
public record OwnJvm(Function<String[], Command> launcher) implements GateJvm {
  /** How long a gate may take. */
  static final Duration LIMIT = Duration.ofMinutes(15);

  @Override
  public void run(GateOrder order) throws IOException {
    List<String> words = new ArrayList<>(command());
    order.properties().forEach((name, value) -> words.add("-D" + name + "=" + value));
    words.add(GateProgram.class.getName());
    words.addAll(order.words());
    CommandResult result = launcher.apply(words.toArray(String[]::new)).within(LIMIT).run();
    Files.writeString(Path.of(order.log()), result.stdout() + "\n" + result.stderr() + "\n");
  }

  /**
   * A run of a minute or two: a compiler that optimizes would take more time than it gives, and
   * counters for tools that watch a JVM have it wake up twenty times a second. Testcontainers uses
   * JNA and sun.misc.Unsafe, and JDK 24 and newer warn unless that is allowed.
   */
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"));
  }
}
