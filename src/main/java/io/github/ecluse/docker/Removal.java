package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;

/** Removes images and volumes from an engine. A missing one is no failure. */
public final class Removal {
  private final DockerClient client;
  private final Images images;

  Removal(DockerClient client, Images images) {
    this.client = client;
    this.images = images;
  }

  /**
   * Removes a volume.
   *
   * @param name the full name of the volume
   */
  public void volume(String name) {
    try {
      client.removeVolumeCmd(name).exec();
    } catch (NotFoundException e) {
      // It is gone already.
    }
  }

  /**
   * Removes an image by name or id, with all of its tags.
   *
   * @param reference a name or an id
   */
  public void image(String reference) {
    try {
      client.removeImageCmd(reference).withForce(true).exec();
    } catch (NotFoundException e) {
      // It is gone already.
    }
  }

  /**
   * Removes every name of a repository, and every image that carries a label.
   *
   * @param label {@code key=value}
   * @param repository the registry's address and the name: {@code localhost:5000/app}
   */
  public void images(String label, String repository) {
    images(label, repository, Map.of());
  }

  /**
   * Does the same, and gives the names of the repository that were there before to their images
   * again: a stack with a fixed port names its images as its user does.
   *
   * @param label the label, key=value, of the images
   * @param repository the repository, with its registry's address
   * @param before the id of each image, by its name
   */
  public void images(String label, String repository, Map<String, String> before) {
    for (String name : images.names(repository)) {
      if (!before.containsKey(name)) {
        image(name);
      }
    }
    before.forEach(this::putBack);
    client.listImagesCmd().withLabelFilter(label).exec().forEach(image -> image(image.getId()));
  }

  private void putBack(String name, String id) {
    int tag = name.lastIndexOf(':');
    if (images.image(id).isPresent()) {
      client.tagImageCmd(id, name.substring(0, tag), name.substring(tag + 1)).exec();
    }
  }
}
