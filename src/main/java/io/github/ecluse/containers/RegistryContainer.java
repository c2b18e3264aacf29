package io.github.ecluse.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.registry.Registry;
import io.github.ecluse.workspace.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.utility.DockerImageName;

/** A single {@code registry:2} on a volume that outlives its container. */
public final class RegistryContainer implements Startable {
  private static final DockerImageName IMAGE = DockerImageName.parse("registry:2");
  private static final int PORT = 5000;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String CERTIFICATE = "/certificate.pem";

  /** How long the registry may take to answer once its container runs. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final Settings settings = Settings.withFreePorts();
  private final String volume = "ecluse-registry-" + settings.run();
  private final Map<String, String> environment;
  private final Map<String, String> files;
  private final String hostAddress;
  private GenericContainer<?> container;

  private RegistryContainer(
      String hostAddress, Map<String, String> environment, Map<String, String> files) {
    this.hostAddress = hostAddress;
    this.environment = environment;
    this.files = files;
  }

  /** {@return a registry that lets everybody push and pull} */
  public static RegistryContainer open() {
    return openOn(LOOPBACK);
  }

  /**
   * {@return an open registry on another address of this host}
   *
   * @param hostAddress an address of this host on which the port is published
   */
  public static RegistryContainer openOn(String hostAddress) {
    return new RegistryContainer(hostAddress, Map.of(), Map.of());
  }

  /** {@return a registry that asks for a login} It invents a user whom nobody knows. */
  public static RegistryContainer withLogin() {
    return new RegistryContainer(
        LOOPBACK,
        Map.of(
            "REGISTRY_AUTH", "htpasswd",
            "REGISTRY_AUTH_HTPASSWD_REALM", "ecluse",
            "REGISTRY_AUTH_HTPASSWD_PATH", "/tmp/htpasswd"),
        Map.of());
  }

  /**
   * {@return a registry with a <a
   * href="https://distribution.github.io/distribution/spec/auth/token/">token service</a>}
   *
   * @param service where it answers
   * @param name what it calls itself, as issuer and as service
   * @param certificate its certificate, in PEM
   */
  public static RegistryContainer withTokensFrom(URI service, String name, String certificate) {
    return new RegistryContainer(
        LOOPBACK,
        Map.of(
            "REGISTRY_AUTH", "token",
            "REGISTRY_AUTH_TOKEN_REALM", service.toString(),
            "REGISTRY_AUTH_TOKEN_SERVICE", name,
            "REGISTRY_AUTH_TOKEN_ISSUER", name,
            "REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE", CERTIFICATE),
        Map.of(CERTIFICATE, certificate));
  }

  /**
   * Starts it on a new volume.
   *
   * @throws IllegalStateException with its log if it does not answer within 30 seconds
   */
  @Override
  public void start() {
    engine().removeAtTheEnd(settings.labels());
    engine().client().createVolumeCmd().withName(volume).withLabels(settings.labels()).exec();
    startContainer();
  }

  @SuppressWarnings("resource") // stopped by stop() and replace()
  private void startContainer() {
    container =
        new GenericContainer<>(IMAGE)
            .withEnv(environment)
            .withCreateContainerCmdModifier(
                cmd ->
                    Objects.requireNonNullElseGet(cmd.getHostConfig(), HostConfig::new)
                        .withBinds(new Bind(volume, new Volume(RegistryLayers.DATA)))
                        .withPortBindings(
                            PortBinding.parse(
                                "%s:%s:%s".formatted(hostAddress, settings.registryPort(), PORT))));
    files.forEach((path, text) -> container.withCopyToContainer(Transferable.of(text), path));
    container.start();
    try {
      await("registry on port " + settings.registryPort())
          .atMost(ANSWER_LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .until(registry()::isThere);
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(
          "Tried to start %s, but nothing answers at %s after %d s; its log:%n%s"
              .formatted(IMAGE, registry().uri(), ANSWER_LIMIT.toSeconds(), container.getLogs()),
          e);
    }
  }

  /** Removes the container and starts another one on the same volume. */
  public void replace() {
    container.stop();
    startContainer();
  }

  /**
   * Saves its layers as a tar archive, without tags and manifests.
   *
   * @param archive the tar file to write
   */
  public void saveLayers(Path archive) {
    RegistryLayers.save(container.getContainerId(), archive, engine());
  }

  /** {@return its HTTP API} */
  public Registry registry() {
    return new Registry(URI.create("http://%s:%s".formatted(hostAddress, settings.registryPort())));
  }

  /** {@return the address that images are named after} */
  public String address() {
    String host = hostAddress.equals(LOOPBACK) ? "localhost" : hostAddress;
    return host + ":" + settings.registryPort();
  }

  /**
   * {@return the name that Docker pushes to and pulls from, for an image {@code name:tag}}
   *
   * @param nameAndTag without a registry: {@code app:latest}
   */
  public String imageName(String nameAndTag) {
    return address() + "/" + nameAndTag;
  }

  /**
   * Builds an image of this run from a directory, under a name that leads to this registry.
   *
   * @param directory holds the Dockerfile
   * @param nameAndTag without a registry: {@code app:latest}
   * @return the whole name of the image
   */
  public String build(Path directory, String nameAndTag) {
    String name = imageName(nameAndTag);
    DockerCommand.docker("build", "-q", "--provenance=false", "--label", settings.imageLabel())
        .and("-t", name, directory.toString())
        // A builder of the user's own may keep what it builds to itself.
        .with(Map.of("DOCKER_BUILDKIT", "1", "BUILDX_BUILDER", "default"))
        .run()
        .orThrow();
    return name;
  }

  /** {@return the engine that it runs on} */
  public Engine engine() {
    return Engine.local();
  }

  /** Removes it with its volume, and the images that were named after it. */
  @Override
  public void stop() {
    if (container != null) {
      container.stop();
    }
    engine().removal().volume(volume);
    engine().removal().images(settings.imageLabel(), imageName("*"));
  }
}
