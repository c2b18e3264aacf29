package io.github.ecluse.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images of a stack: those that its services run, and what that of the application is made of.
 */
public final class StackImages {
  private final Composition composition;
  private final Sources sources;
  private final Path directory;

  StackImages(Composition composition, Sources sources, Path directory) {
    this.composition = composition;
    this.directory = directory;
    this.sources = sources;
  }

  /** {@return the names of the images that its services run} */
  public Set<String> all() {
    return composition.images();
  }

  /** {@return the names, each with its tag, of the images that Compose can build} */
  public Set<String> built() {
    return composition.built().stream()
        .map(ImageName::of)
        .map(image -> image.address() + ":" + image.tag())
        .collect(Collectors.toSet());
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

  /**
   * {@return the folder from which the build of the application's image may copy}
   *
   * @throws IllegalStateException if that image has no Dockerfile
   */
  public Path buildFolder() {
    return directory.resolve(composition.build().folder());
  }

  /**
   * {@return the options of {@code docker build} for the application's image}
   *
   * @param folder the build folder, or a copy of it
   */
  public List<String> buildOptions(Path folder) {
    return composition.build().options(directory, folder);
  }

  /** {@return the images that the stages of the Dockerfile begin with; none without one} */
  public List<String> bases() {
    return dockerfile()
        .map(file -> new Dockerfile(sources.original(file)))
        .map(file -> file.baseImages(composition.build().arguments()))
        .orElse(List.of());
  }
}
