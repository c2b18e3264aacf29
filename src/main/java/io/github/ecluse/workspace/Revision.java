package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.ecluse.promise.Change;
import io.github.ecluse.promise.Promise;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the next release of a stack a new or a broken one, whatever language it is written in. All
 * is put back with the sources.
 */
public final class Revision {
  /** A Compose file in the copy, laid over the others. */
  static final String OVERLAY = "ecluse-broken.yml";

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
      sources.write(file.path(), renewed(file));
      return Optional.of(by(file).equals(file.by()) ? file.by() : word());
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
   * Makes the next release another one than that of the last {@link #renew} by what no page shows:
   * an empty line at the end of the file that {@code ecluse.yml} names. A compiler may leave that
   * out. Without such a file it is {@link #renew}.
   */
  public void renewUnseen() {
    if (promise.change() instanceof Change.File file) {
      sources.write(file.path(), renewed(file) + "\n");
    } else {
      renew();
    }
  }

  /**
   * Lets the next release end as soon as it starts. Without a Dockerfile, a Compose file gives it
   * another entry point: one that ends if the container has the word of the last {@link #renew} in
   * a file. Where a Compose file has the entry point, that one ends if the image has a variable.
   * Where that is not possible, what is led back to ends too, until the sources are put back.
   *
   * @param command the entry point of the image, and after it the command
   */
  public void breakStart(List<String> command) {
    if (composition.dockerfile().isPresent()) {
      composition
          .entrypoint()
          .ifPresentOrElse(
              this::breakThatOfCompose,
              () -> addAtTheEnd("ENTRYPOINT " + json(EntryPoints.endsAtOnce())));
      return;
    }
    boolean isToldByItsFiles =
        promise.change() instanceof Change.File
            && composition.entrypoint().isEmpty()
            && composition.commandIsOfTheImage();
    overlay(isToldByItsFiles ? EntryPoints.endsIfNew(word(), command) : EntryPoints.endsAtOnce());
  }

  /** What is led back to gets the same entry point, but its image has no such variable. */
  private void breakThatOfCompose(List<String> entrypoint) {
    addAtTheEnd("ENV %s=yes".formatted(EntryPoints.BROKEN));
    overlay(EntryPoints.endsIfBroken(entrypoint));
  }

  private void overlay(List<String> words) {
    String overlay =
        "services: {\"%s\": {entrypoint: %s}}\n"
            .formatted(promise.application(), json(words).replace("$", "$$"));
    sources.add(OVERLAY, overlay.getBytes(StandardCharsets.UTF_8));
  }

  private String renewed(Change.File file) {
    return sources.original(file.path()).replace(file.replace(), by(file));
  }

  /** Has a word that no page has had: a number alone may stand on a page for another reason. */
  private String by(Change.File file) {
    return file.by().replace(Change.RELEASE, word());
  }

  private String word() {
    return "release-%s-%s".formatted(run, number);
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
        composition.entrypoint().isEmpty()
            && composition.commandIsOfTheImage()
            && composition.dockerfile().isPresent();
    if (isToldByTheImage) {
      addAtTheEnd(
          "ENTRYPOINT %s\nCMD %s"
              .formatted(json(EntryPoints.late(entrypoint, command)), json(command)));
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
    sources.write(
        file,
        DockerfileEdit.atEndOfItsStages(sources.read(file), composition.build(), instruction));
  }

  /** Returns the variables that the command that deploys is given. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Puts sources and settings back as they were when the copy was made. */
  public void restore() {
    environment.clear();
    sources.restore();
  }
}
