package io.github.ecluse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Where the time of a run goes: {@code -Decluse.time=<file>} has the thread that runs the checks
 * looked at a hundred times a second, and what it was in written to the file.
 */
public final class GateTime implements LauncherSessionListener {
  static final String PROPERTY = "ecluse.time";
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** What a thread can be in; the first whose code is on its stack. */
  enum Part {
    COMMANDS("io.github.ecluse.process.Command"),
    ENGINE("com.github.dockerjava|org.testcontainers|com.palantir.docker"),
    AWAITED("org.awaitility"),
    STACK("java.net.http|org.apache.http|org.mariadb|java.net.Socket"),
    OWN("");

    private final Pattern code;

    Part(String code) {
      this.code = Pattern.compile(code);
    }

    private boolean isOn(StackTraceElement[] stack) {
      return Arrays.stream(stack).anyMatch(frame -> code.matcher(frame.getClassName()).lookingAt());
    }

    static Part of(StackTraceElement[] stack) {
      return Arrays.stream(values()).filter(part -> part.isOn(stack)).findFirst().orElse(OWN);
    }
  }

  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
  private final Optional<Path> file =
      Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
  private volatile boolean isOver;
  private Thread watcher = new Thread();

  /** For the service loader. */
  public GateTime() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (file.isPresent()) {
      Thread watched = Thread.currentThread();
      watcher = new Thread(() -> watch(watched), "gate-time");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  private void watch(Thread watched) {
    long before = System.nanoTime();
    while (!isOver) {
      Part part = Part.of(watched.getStackTrace());
      LockSupport.parkNanos(PAUSE.toNanos());
      long now = System.nanoTime();
      nanos.merge(part, now - before, Long::sum);
      before = now;
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    isOver = true;
    file.ifPresent(this::write);
  }

  private void write(Path place) {
    try {
      watcher.join();
      Files.writeString(
          place,
          nanos.entrySet().stream()
              .map(part -> "%s=%s%n".formatted(part.getKey(), part.getValue() / 1_000_000))
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What such a run has written.
   *
   * @return milliseconds in each part
   */
  static Map<Part, Long> read(Path place) throws IOException {
    Map<Part, Long> parts = new EnumMap<>(Part.class);
    for (String line : Files.readAllLines(place)) {
      String[] pair = line.split("=", 2);
      parts.put(Part.valueOf(pair[0]), Long.parseLong(pair[1]));
    }
    return parts;
  }
}
