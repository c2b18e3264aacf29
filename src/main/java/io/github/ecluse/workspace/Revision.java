package io.github.ecluse.workspace;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.ecluse.promise.Change;
import io.github.ecluse.promise.Promise;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the next release of a stack a new or a broken one, whatever language it is written in. All
 * is put back with the sources.
 */
public final class Revision {
  /** A Compose file in the copy, laid over the others. */
  static final String OVERLAY = "ecluse-broken.yml";

  private static final String ENDS_AT_ONCE = "echo 'this release does not start' >&2; exit 1";

  /** Looks for a word in all files but those of the kernel; finds it, if the release has it. */
  private static final String ENDS_IF_NEW =
      "for d in /*; do case $d in /proc|/sys|/dev) ;; *) ! grep -rqsF %s \"$d\" || { %s; } ;; esac;"
          + " done; exec \"$@\"";

  /**
   * Waits for a signal, with a limit, if what it is to start is the words that it is given first.
   * It waits for none if the container is so old that it was started before: Docker makes {@code
   * /.dockerenv} with it.
   */
  private static final String LATE =
      "own=$1; shift; [ \"$*\" != \"$own\" ] || [ $(($(date +%s) - $(stat -c %Y /.dockerenv || echo 0))) -gt 7 ]"
          + " || { trap : USR1; sleep 20 & wait $!; kill $!; wait $!; }; exec \"$@\"";

  private final Promise promise;
  private final Composition composition;
  private final Sources sources;
  private final String run;
  private final Map<String, String> environment = new HashMap<>();
  private int number;

  Revision(Promise promise, Composition composition, Sources sources, String run) {
    this.promise = promise;
    this.composition = composition;
    this.sources = sources;
    this.run = run;
  }

  /**
   * Makes the next release another one than each before, in the way that {@code ecluse.yml} names.
   *
   * @return the text that the page shows from then on; empty if a page does not show the change
   */
  public Optional<String> renew() {
    number++;
    Change change = promise.change();
    if (change instanceof Change.File file) {
      // A word that no page has had: a number alone may stand on a page for another reason.
      String by = file.by().replace(Change.RELEASE, word());
      sources.write(file.path(), sources.original(file.path()).replace(file.replace(), by));
      return Optional.of(by.equals(file.by()) ? by : word());
    }
    String value = run + "-" + number;
    if (change instanceof Change.Argument argument) {
      environment.put(argument.name(), value);
      composition
          .dockerfile()
          .ifPresent(
              file ->
                  sources.write(
                      file,
                      DockerfileEdit.withArgument(sources.read(file), argument.name(), value)));
    } else if (change instanceof Change.Label label) {
      addAtTheEnd("LABEL \"%s\"=\"%s\"".formatted(label.key(), value));
    }
    return Optional.empty();
  }

  /**
   * Lets the next release end as soon as it starts. Without a Dockerfile, a Compose file gives it
   * another entry point: one that ends if the container has the word of the last {@link #renew} in
   * a file. Where that is not possible, what is led back to ends too, until the sources are put
   * back.
   *
   * @param command the entry point of the image, and after it the command
   */
  public void breakStart(List<String> command) {
    if (composition.entrypointIsOfTheImage() && composition.dockerfile().isPresent()) {
      addAtTheEnd("ENTRYPOINT " + json(List.of("/bin/sh", "-c", ENDS_AT_ONCE)));
      return;
    }
    boolean isToldByItsFiles =
        promise.change() instanceof Change.File
            && composition.entrypointIsOfTheImage()
            && composition.commandIsOfTheImage();
    Stream<String> words =
        isToldByItsFiles
            ? Stream.concat(
                Stream.of("/bin/sh", "-c", ENDS_IF_NEW.formatted(word(), ENDS_AT_ONCE), "start"),
                command.stream())
            : Stream.of("/bin/sh", "-c", ENDS_AT_ONCE);
    String overlay =
        "services: {\"%s\": {entrypoint: %s}}\n"
            .formatted(promise.application(), json(words.toList()).replace("$", "$$"));
    sources.add(OVERLAY, overlay.getBytes(StandardCharsets.UTF_8));
  }

  private String word() {
    return "release-%s-%d".formatted(run, number);
  }

  private static String json(List<String> words) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    words.forEach(array::add);
    return array.toString();
  }

  /**
   * Lets the next release start late, and only the first time that its container starts: when all
   * processes of the container get the signal {@code USR1}, or after 20 seconds. Its image must
   * have a shell.
   *
   * @param entrypoint the entry point of the image
   * @param command the command of the image; a service of the same image with another one, such as
   *     a migration, starts at once
   * @return whether it will: not without a Dockerfile, nor where a Compose file says what runs
   */
  public boolean startLate(List<String> entrypoint, List<String> command) {
    boolean isToldByTheImage =
        composition.entrypointIsOfTheImage()
            && composition.commandIsOfTheImage()
            && composition.dockerfile().isPresent();
    if (isToldByTheImage) {
      String own = Stream.concat(entrypoint.stream(), command.stream()).collect(joining(" "));
      Stream<String> late =
          Stream.concat(Stream.of("/bin/sh", "-c", LATE, "late", own), entrypoint.stream());
      addAtTheEnd("ENTRYPOINT %s\nCMD %s".formatted(json(late.toList()), json(command)));
    }
    return isToldByTheImage;
  }

  /**
   * Lets the build of the next release fail. Without a Dockerfile, the source file of the change no
   * longer is what it was.
   *
   * @throws IllegalStateException if there is neither such a file
   */
  public void failTheBuild() {
    if (composition.dockerfile().isEmpty() && promise.change() instanceof Change.File file) {
      sources.write(file.path(), "this release can not be built\n");
      return;
    }
    addAtTheEnd("COPY this-release-can-not-be-built /");
  }

  private void addAtTheEnd(String instruction) {
    String file =
        composition
            .dockerfile()
            .orElseThrow(() -> new IllegalStateException("The image has no Dockerfile"));
    sources.write(file, DockerfileEdit.atEndOfAllStages(sources.read(file), instruction));
  }

  /** Returns the variables that the command that deploys is given. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Returns the files that Compose acts on in a copy: the given ones, and the one written here. */
  static List<String> laidOver(List<String> files, Path copy) {
    return Files.exists(copy.resolve(OVERLAY))
        ? Stream.concat(files.stream(), Stream.of(OVERLAY)).toList()
        : files;
  }

  /** Puts sources and settings back as they were when the copy was made. */
  public void restore() {
    environment.clear();
    sources.restore();
  }
}
