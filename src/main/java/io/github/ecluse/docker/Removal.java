package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;

/** Removes images and volumes from an engine. What is not there is no failure. */
public final class Removal {
  private final DockerClient client;
  private final Images images;

  Removal(DockerClient client, Images images) {
    this.client = client;
    this.images = images;
  }

  /** Removes a volume. */
  public void volume(String name) {
    try {
      client.removeVolumeCmd(name).exec();
    } catch (NotFoundException e) {
      // Gone is what was asked for.
    }
  }

  /** Removes an image by name or id, with all of its tags. */
  public void image(String reference) {
    try {
      client.removeImageCmd(reference).withForce(true).exec();
    } catch (NotFoundException e) {
      // Gone is what was asked for.
    }
  }

  /** Removes every name of a repository, and every image that carries a label. */
  public void images(String label, String repository) {
    images.names(repository).forEach(this::image);
    client.listImagesCmd().withLabelFilter(label).exec().forEach(image -> image(image.getId()));
  }
}
