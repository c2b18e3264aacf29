package io.github.ecluse.stack;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ResourceReaper;

/** A {@code registry:2} by itself, on a volume that outlives its container. */
public final class LoneRegistry implements AutoCloseable {
  private static final DockerImageName IMAGE = DockerImageName.parse("registry:2");
  private static final int PORT = 5000;

  /** Where {@code registry:2} stores. */
  static final String DATA = "/var/lib/registry";

  private static final String LOOPBACK = "127.0.0.1";
  private static final String CERTIFICATE = "/certificate.pem";

  private final Engine engine = Engine.local();
  private final Settings settings = Settings.withFreePorts();
  private final String volume = "ecluse-registry-" + settings.run();
  private final Map<String, String> environment;
  private final Map<String, String> files;
  private final String hostAddress;
  private GenericContainer<?> container;

  private LoneRegistry(
      String hostAddress, Map<String, String> environment, Map<String, String> files) {
    this.hostAddress = hostAddress;
    this.environment = environment;
    this.files = files;
    ResourceReaper.instance().registerLabelsFilterForCleanup(settings.labels());
    engine.client().createVolumeCmd().withName(volume).withLabels(settings.labels()).exec();
    start();
  }

  /** Starts one on a new volume that lets everybody push and pull. */
  public static LoneRegistry open() {
    return openOn(LOOPBACK);
  }

  /** Starts an open one on another address of this host. */
  public static LoneRegistry openOn(String hostAddress) {
    return new LoneRegistry(hostAddress, Map.of(), Map.of());
  }

  /** Starts one that asks for a login; the registry invents a user whom nobody knows. */
  public static LoneRegistry withLogin() {
    return new LoneRegistry(
        LOOPBACK,
        Map.of(
            "REGISTRY_AUTH", "htpasswd",
            "REGISTRY_AUTH_HTPASSWD_REALM", "ecluse",
            "REGISTRY_AUTH_HTPASSWD_PATH", "/tmp/htpasswd"),
        Map.of());
  }

  /**
   * Starts one that leaves it to a token service who may do what (<a
   * href="https://distribution.github.io/distribution/spec/auth/token/">Token Authentication
   * Specification</a>).
   *
   * @param service where it answers
   * @param name what it calls itself, as issuer and as service
   * @param certificate its certificate, in PEM
   */
  public static LoneRegistry withTokensFrom(URI service, String name, String certificate) {
    return new LoneRegistry(
        LOOPBACK,
        Map.of(
            "REGISTRY_AUTH", "token",
            "REGISTRY_AUTH_TOKEN_REALM", service.toString(),
            "REGISTRY_AUTH_TOKEN_SERVICE", name,
            "REGISTRY_AUTH_TOKEN_ISSUER", name,
            "REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE", CERTIFICATE),
        Map.of(CERTIFICATE, certificate));
  }

  @SuppressWarnings("resource") // stopped by close() and replace()
  private void start() {
    container =
        new GenericContainer<>(IMAGE)
            .withEnv(environment)
            .withCreateContainerCmdModifier(
                cmd ->
                    Objects.requireNonNullElseGet(cmd.getHostConfig(), HostConfig::new)
                        .withBinds(new Bind(volume, new Volume(DATA)))
                        .withPortBindings(
                            PortBinding.parse(
                                "%s:%d:%d".formatted(hostAddress, settings.registryPort(), PORT))));
    files.forEach((path, text) -> container.withCopyToContainer(Transferable.of(text), path));
    container.start();
    try {
      await("registry on port " + settings.registryPort())
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(registry()::isThere);
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(
          "Tried to start %s, but nothing answers at %s after 30 s; its log:%n%s"
              .formatted(IMAGE, registry().uri(), container.getLogs()),
          e);
    }
  }

  /** Removes the container and starts another one on the same volume. */
  public void replace() {
    container.stop();
    start();
  }

  /**
   * Saves the layers that it holds as a tar archive, and forgets what it held them for: no tag and
   * no manifest is in it.
   */
  public void saveLayers(Path archive) {
    String id = container.getContainerId();
    engine
        .exec(id, "sh", "-c", "find %s -name _manifests -prune -exec rm -rf {} +".formatted(DATA))
        .orThrow();
    try (InputStream data =
        engine.client().copyArchiveFromContainerCmd(id, DATA + "/docker").exec()) {
      Files.copy(data, archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its HTTP API. */
  public Registry registry() {
    return new Registry(URI.create("http://%s:%d".formatted(hostAddress, settings.registryPort())));
  }

  /** The address that images are named after. */
  public String address() {
    String host = hostAddress.equals(LOOPBACK) ? "localhost" : hostAddress;
    return host + ":" + settings.registryPort();
  }

  /** The name that Docker pushes to and pulls from, for an image {@code name:tag}. */
  public String imageName(String nameAndTag) {
    return address() + "/" + nameAndTag;
  }

  /** Builds an image of this run from a directory, under a name that leads to this registry. */
  public String build(Path directory, String nameAndTag) {
    String name = imageName(nameAndTag);
    Command.docker("build", "-q", "--provenance=false", "--label", settings.imageLabel())
        .and("-t", name, directory.toString())
        // A builder of the user's own may keep what it builds to itself.
        .with(Map.of("DOCKER_BUILDKIT", "1", "BUILDX_BUILDER", "default"))
        .run()
        .orThrow();
    return name;
  }

  /**
   * Runs a Docker command.
   *
   * @throws io.github.ecluse.process.CommandFailedException if its exit code is not 0
   */
  public CommandResult docker(String... words) {
    return Command.docker(words).run().orThrow();
  }

  /** The engine that it runs on. */
  public Engine engine() {
    return engine;
  }

  @Override
  public void close() {
    container.stop();
    engine.client().removeVolumeCmd(volume).exec();
    engine.removeImages(settings.imageLabel(), imageName("*"));
  }
}
