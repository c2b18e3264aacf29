package io.github.ecluse.workspace;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/** The entry points of releases that end at once or start late, each a script of the shell. */
final class EntryPoints {
  /** The variable of an image that does not start. */
  static final String BROKEN = "ECLUSE_BROKEN";

  private static final String ENDS_AT_ONCE = "echo 'this release does not start' >&2; exit 1";

  /** Looks for a word in all files but those of the kernel; finds it, if the release has it. */
  private static final String ENDS_IF_NEW =
      "for d in /*; do case $d in /proc|/sys|/dev) ;; *) ! grep -rqsF %s \"$d\" || { %s; } ;; esac;"
          + " done; exec \"$@\"";

  /**
   * Waits for a signal, with a limit, if what it is to start is the words that it is given first.
   * It waits for none if the container is so old that it was started before: Docker makes {@code
   * /.dockerenv} with it. With {@code init: true} the signal comes twice: Docker's init passes it
   * on, and what is started by then is not to end by it.
   */
  private static final String LATE =
      "own=$1; shift; [ \"$*\" != \"$own\" ] || [ $(($(date +%s) - $(stat -c %Y /.dockerenv || echo 0))) -gt 7 ]"
          + " || { trap : USR1; sleep 20 & wait $!; trap '' USR1; kill $!; wait $!; }; exec \"$@\"";

  private EntryPoints() {}

  /** Returns one that ends at once, with exit code 1. */
  static List<String> endsAtOnce() {
    return script(ENDS_AT_ONCE).toList();
  }

  /** Returns one that ends at once if a file of the release has that word, and else starts it. */
  static List<String> endsIfNew(String word, List<String> command) {
    Stream<String> script = script(ENDS_IF_NEW.formatted(word, ENDS_AT_ONCE), "start");
    return Stream.concat(script, command.stream()).toList();
  }

  /** Returns one that ends at once if the image has the variable, and else starts it. */
  static List<String> endsIfBroken(List<String> entrypoint) {
    String text = "[ -z \"$%s\" ] || { %s; }; exec \"$@\"".formatted(BROKEN, ENDS_AT_ONCE);
    return Stream.concat(script(text, "start"), entrypoint.stream()).toList();
  }

  /** Returns one that starts what the image starts, but late. */
  static List<String> late(List<String> entrypoint, List<String> command) {
    String own = Stream.concat(entrypoint.stream(), command.stream()).collect(joining(" "));
    return Stream.concat(script(LATE, "late", own), entrypoint.stream()).toList();
  }

  private static Stream<String> script(String text, String... words) {
    return Stream.concat(Stream.of("/bin/sh", "-c", text), Stream.of(words));
  }
}
