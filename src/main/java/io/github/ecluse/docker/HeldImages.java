package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The images of some repositories before a run, which may take their names for images of its own.
 * Each keeps a second name meanwhile: on the containerd image store, a build that takes the only
 * name of an image deletes it.
 */
public final class HeldImages {
  private static final String SECOND_NAME = "ecluse-held";

  private final DockerClient client;
  private final Images images;
  private final String run;
  private final List<String> repositories;
  private final Map<String, String> before = new HashMap<>();

  HeldImages(DockerClient client, Images images, String run, List<String> repositories) {
    this.client = client;
    this.images = images;
    this.run = run;
    this.repositories = repositories;
    repositories.forEach(repository -> before.putAll(images.named(repository)));
    before.values().forEach(id -> client.tagImageCmd(id, SECOND_NAME, secondTag(id)).exec());
  }

  private String secondTag(String id) {
    return run + "-" + id.substring(id.indexOf(':') + 1);
  }

  /** Gives them their names back, and removes all other names of these repositories. */
  public void giveBack() {
    Removal removal = new Removal(client, images);
    repositories.stream()
        .flatMap(repository -> images.names(repository).stream())
        .filter(name -> !before.containsKey(name))
        .forEach(removal::image);
    before.forEach(
        (name, id) -> {
          int tag = name.lastIndexOf(':');
          client.tagImageCmd(id, name.substring(0, tag), name.substring(tag + 1)).exec();
        });
    before.values().forEach(id -> removal.image(SECOND_NAME + ":" + secondTag(id)));
  }
}
