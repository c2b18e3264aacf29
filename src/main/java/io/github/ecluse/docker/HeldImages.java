package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that have names which a run may take for images of its own. Each keeps a second name
 * meanwhile: on the containerd image store, a build that takes the only name of an image deletes
 * it.
 */
public final class HeldImages {
  private static final String SECOND_NAMES = "ecluse-held/";

  private final DockerClient client;
  private final Images images;
  private final Removal removal;
  private final String run;
  private final List<String> repositories;
  private final Set<String> names;
  private final Map<String, String> before = new HashMap<>();
  private final Set<String> byDigestBefore;

  HeldImages(
      DockerClient client,
      Images images,
      String run,
      List<String> repositories,
      Set<String> names) {
    this.client = client;
    this.images = images;
    this.run = run;
    this.repositories = repositories;
    this.names = names;
    removal = new Removal(client, images);
    repositories.forEach(repository -> before.putAll(images.named(repository)));
    names.forEach(name -> id(name).ifPresent(id -> before.put(name, id)));
    byDigestBefore = byDigest().collect(Collectors.toSet());
    before.forEach((name, id) -> tag(id, secondName(name)));
  }

  private Stream<String> byDigest() {
    return repositories.stream().flatMap(repository -> images.namesByDigest(repository).stream());
  }

  private Optional<String> id(String name) {
    return images.image(name).map(InspectImageResponse::getId);
  }

  /**
   * Returns a name that tells the first one: {@code ecluse-held/localhost_5000/app:latest-<run>}.
   */
  private String secondName(String name) {
    return SECOND_NAMES + repository(name).replace(':', '_') + ":" + tag(name) + "-" + run;
  }

  private static String repository(String name) {
    return name.substring(0, tagAt(name));
  }

  private static String tag(String name) {
    return name.substring(tagAt(name) + 1);
  }

  private static int tagAt(String name) {
    return name.lastIndexOf(':');
  }

  /**
   * Removes the names that the run has made, with its images, and gives those of before to their
   * images again.
   */
  public void giveBack() {
    repositories.stream()
        .flatMap(repository -> images.names(repository).stream())
        .filter(name -> !before.containsKey(name))
        .forEach(removal::image);
    names.stream().filter(name -> !before.containsKey(name)).forEach(removal::image);
    // A release that a later one took the tag from.
    byDigest().filter(name -> !byDigestBefore.contains(name)).toList().forEach(removal::image);
    before.forEach(this::giveBack);
  }

  private void giveBack(String name, String id) {
    if (images.image(id).isEmpty()) {
      return;
    }
    if (!id(name).equals(Optional.of(id))) {
      removal.image(name);
      tag(id, name);
    }
    removal.image(secondName(name));
  }

  private void tag(String id, String name) {
    client.tagImageCmd(id, repository(name), tag(name)).exec();
  }
}
