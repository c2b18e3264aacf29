package io.github.ecluse.bench;

import io.github.ecluse.gate.GateReport;
import io.github.ecluse.gate.GateRun;
import io.github.ecluse.gate.OwnJvm;
import io.github.ecluse.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Where the time of the gate goes. */
final class GateBench {
  private GateBench() {}

  /**
   * Runs the whole gate once, and returns what came of it.
   *
   * @param stack the stack that is judged
   * @param onTable gets the table of times
   */
  static GateReport run(Path stack, Consumer<String> onTable) throws IOException {
    Path place = Path.of("target", "ecluse", "bench-gate").toAbsolutePath();
    Files.createDirectories(place);
    Path time = place.resolve("time.txt");
    long started = System.nanoTime();
    GateReport gate =
        new GateRun(new OwnJvm(words -> Command.of(words).in(place)))
            .with("ecluse.stack", stack.toString())
            .with(GateTime.PROPERTY, time.toString())
            .of(place, GateRun.wholeGate());
    double wall = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    onTable.accept(table(gate, wall, GateTime.read(time)));
    return gate;
  }

  private static String table(GateReport gate, double wall, Map<GateTime.Part, Long> parts) {
    double commands = seconds(parts, GateTime.Part.COMMANDS);
    double engine = seconds(parts, GateTime.Part.ENGINE);
    double awaited = seconds(parts, GateTime.Part.AWAITED);
    double stack = seconds(parts, GateTime.Part.STACK);
    double docker = commands + engine + awaited;
    return String.format(
        Locale.ROOT,
        """
        | | |
        |---|---|
        | checks | %d |
        | wall time | %.1f s |
        | in commands: `build.sh`, `docker`, `docker compose` | %.1f s |
        | in the engine's API: containers of the gate started, asked and stopped | %.1f s |
        | waiting for what a command set going: healthy, unhealthy, restarted | %.1f s |
        | in answers of the stack: pages, registry, database | %.1f s |
        | the rest: JVM, JUnit, the gate's own code | %.1f s |
        | wall time : commands, API and waits together (wanted: ≤ 1.30) | %.2f |
        """,
        gate.ran().size(),
        wall,
        commands,
        engine,
        awaited,
        stack,
        wall - docker - stack,
        wall / docker);
  }

  private static double seconds(Map<GateTime.Part, Long> parts, GateTime.Part part) {
    return parts.getOrDefault(part, 0L) / 1000.0;
  }
}
