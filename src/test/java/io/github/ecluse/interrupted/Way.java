package io.github.ecluse.interrupted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How a run is interrupted at a call. */
enum Way {
  /** The call fails, and does nothing. */
  FAIL(OptionalInt.empty()),
  /** The run is killed while the call goes on. */
  KILL(OptionalInt.of(137)),
  /** The run's terminal is closed while the call goes on. */
  HUP(OptionalInt.of(129)),
  /** The call does what it should, and says that it failed. */
  LOST(OptionalInt.empty()),
  /**
   * Ctrl-C, a moment after the call began: the run and all that it has started get it. A run whose
   * last call it is may be over by then.
   */
  INT(OptionalInt.empty());

  private final OptionalInt exitCode;

  Way(OptionalInt exitCode) {
    this.exitCode = exitCode;
  }

  /** Returns the exit code with which a run ends that is interrupted so, where that is certain. */
  OptionalInt exitCode() {
    return this == HUP && isHangupIgnored() ? OptionalInt.empty() : exitCode;
  }

  /** What a program started by nohup(1) ignores, a shell that it starts can't catch (bash(1)). */
  private static boolean isHangupIgnored() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(ignored -> (ignored & 1) == 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the ways to interrupt a call: the first three, and the others in turn.
   *
   * @param call its number, from 1
   */
  static List<Way> of(int call) {
    return List.of(FAIL, KILL, HUP, call % 2 == 0 ? LOST : INT);
  }
}
