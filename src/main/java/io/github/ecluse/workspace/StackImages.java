package io.github.ecluse.workspace;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The images of a stack: those that its services run, and what that of the application is made of.
 */
public final class StackImages {
  private final Composition composition;
  private final Sources sources;

  StackImages(Composition composition, Sources sources) {
    this.composition = composition;
    this.sources = sources;
  }

  /** {@return the names of the images that its services run} */
  public Set<String> all() {
    return composition.images();
  }

  /** {@return the repositories of those that the stack's own registry holds, with its address} */
  public List<String> ownRepositories() {
    String registry = composition.image().registry() + "/";
    return all().stream()
        .filter(image -> image.startsWith(registry))
        .map(image -> ImageName.of(image).address())
        .distinct()
        .toList();
  }

  /** {@return the file that the application's image is built from; empty if there is none} */
  public Optional<String> dockerfile() {
    return composition.dockerfile();
  }

  /** {@return the images that the stages of the Dockerfile begin with; none without one} */
  public List<String> bases() {
    return dockerfile()
        .map(file -> new Dockerfile(sources.original(file)))
        .map(file -> file.baseImages(composition.buildArguments()))
        .orElse(List.of());
  }
}
