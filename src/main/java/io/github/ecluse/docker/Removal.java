package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;

/** Removes images, networks and volumes from an engine. A missing one is no failure. */
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
    ifThere(() -> client.removeVolumeCmd(name).exec());
  }

  /**
   * Removes a network.
   *
   * @param name the full name of the network
   */
  public void network(String name) {
    ifThere(() -> client.removeNetworkCmd(name).exec());
  }

  /**
   * Removes an image by name or id, with all of its tags.
   *
   * @param reference a name or an id
   */
  public void image(String reference) {
    ifThere(() -> client.removeImageCmd(reference).withForce(true).exec());
  }

  /**
   * Removes every name of a repository, and every image that carries a label.
   *
   * @param label {@code key=value}
   * @param repository the registry's address and the name: {@code localhost:5000/app}
   */
  public void images(String label, String repository) {
    images.names(repository).forEach(this::image);
    images(label);
  }

  /**
   * Removes every image that carries a label.
   *
   * @param label {@code key=value}
   */
  public void images(String label) {
    client.listImagesCmd().withLabelFilter(label).exec().forEach(image -> image(image.getId()));
  }

  private static void ifThere(Runnable removal) {
    try {
      removal.run();
    } catch (NotFoundException e) {
      // It is gone already.
    }
  }
}
