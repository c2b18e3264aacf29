package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Info;
import io.github.ecluse.registry.Digest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images that an engine holds. */
public final class Images {
  private static final String STAND_IN_LABEL = "io.github.ecluse.stand-in";
  private static final String CONTAINERD = "containerd";
  private static final String[] NO_NAMES = {};

  private final DockerClient client;

  Images(DockerClient client) {
    this.client = client;
  }

  /** {@return the engine's image store: {@code containerd}, or the name of a storage driver} */
  public String store() {
    Info info = client.infoCmd().exec();
    boolean containerd =
        info.getDriverStatuses() != null
            && info.getDriverStatuses().stream()
                .anyMatch(pair -> pair.contains("io.containerd.snapshotter.v1"));
    return containerd ? CONTAINERD : Objects.requireNonNullElse(info.getDriver(), "unknown");
  }

  /**
   * {@return the image with this id or name; empty if the engine does not hold it, or if there is a
   * variable in the name, on which Docker's client for Java fails}
   *
   * @param reference a name or an id
   */
  public Optional<InspectImageResponse> image(String reference) {
    if (reference.contains("$")) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.inspectImageCmd(reference).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the digests under which a repository's registry knows an image} Where Docker names
   * none, the image's id is the digest on the containerd image store: there, a build that takes the
   * name of an image makes it nameless, or deletes it, while a container runs it.
   *
   * @param imageReference a name or an id
   * @param repository the registry's address and the name: {@code localhost:5000/app}
   */
  public Set<Digest> digests(String imageReference, String repository) {
    return digests(imageReference, (String name) -> name.startsWith(repository + "@"));
  }

  /**
   * {@return the digests under which any registry knows an image}
   *
   * @param imageReference a name or an id
   */
  public Set<Digest> digests(String imageReference) {
    return digests(imageReference, (String name) -> true);
  }

  private Set<Digest> digests(String imageReference, Predicate<String> repository) {
    Set<Digest> named =
        image(imageReference).map(InspectImageResponse::getRepoDigests).stream()
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .filter(repository)
            .map(name -> new Digest(name.substring(name.indexOf('@') + 1)))
            .collect(Collectors.toSet());
    boolean isDigest = Digest.isOne(imageReference) && store().equals(CONTAINERD);
    return named.isEmpty() && isDigest ? Set.of(new Digest(imageReference)) : named;
  }

  /**
   * {@return the names, with tags, of the images of a repository}
   *
   * @param repository the registry's address and the name: {@code localhost:5000/app}
   */
  public List<String> names(String repository) {
    return names(repository, Image::getRepoTags);
  }

  /**
   * {@return the names, with digests, of the images of a repository: those that have lost their tag
   * to a later build have no other}
   *
   * @param repository the registry's address and the name: {@code localhost:5000/app}
   */
  public List<String> namesByDigest(String repository) {
    return names(repository, Image::getRepoDigests).stream()
        .filter(name -> name.startsWith(repository + "@"))
        .toList();
  }

  private List<String> names(String repository, Function<Image, String[]> names) {
    return client.listImagesCmd().withFilter("reference", List.of(repository)).exec().stream()
        .flatMap(image -> Stream.of(Objects.requireNonNullElse(names.apply(image), NO_NAMES)))
        .filter(name -> !name.contains("<none>"))
        .toList();
  }

  /**
   * {@return the id of each image of a repository, by its name with tag}
   *
   * @param repository the repository, with its registry's address
   */
  public Map<String, String> named(String repository) {
    return names(repository).stream()
        .flatMap(name -> image(name).map(image -> Map.entry(name, image.getId())).stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * {@return the origin of an image: {@code real image}, {@code substitute image}, or {@code
   * missing}}
   *
   * @param imageName a name with its tag
   */
  public String originOf(String imageName) {
    return image(imageName)
        .map(image -> image.getConfig())
        .map(config -> Objects.requireNonNullElse(config.getLabels(), Map.of()))
        .map(labels -> labels.containsKey(STAND_IN_LABEL) ? "substitute image" : "real image")
        .orElse("missing");
  }
}
