package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HealthCheck;
import io.github.ecluse.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A first start of the database, in a container of its own without a network. The images of
 * MariaDB, MySQL and PostgreSQL first start a server that nobody can reach, and run the files of a
 * folder by it; here such a file stays.
 */
final class FirstStart implements AutoCloseable {
  private static final String REACHED = "ecluse-first-start";
  private static final String SCRIPT = "echo %s; sleep 600\n".formatted(REACHED);
  private static final String FOLDER = "/docker-entrypoint-initdb.d/";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final GenericContainer<?> container;
  private final CompletableFuture<Void> reached;

  private FirstStart(GenericContainer<?> container) {
    this.container = container;
    reached = CompletableFuture.runAsync(container::start);
  }

  /** Begins one, as the stack's own database was started; returns at once. */
  static FirstStart of(Stack stack) {
    InspectContainerResponse own = inspect(stack);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(own.getConfig().getImage()))
            .withImagePullPolicy(name -> false)
            .withNetworkMode("none")
            .withEnv(stack.database().environment())
            .withCopyToContainer(Transferable.of(SCRIPT), FOLDER + "0-ecluse.sh")
            .waitingFor(Wait.forLogMessage(".*%s.*\\n".formatted(REACHED), 1))
            .withStartupTimeout(LIMIT)
            .withCreateContainerCmdModifier(
                create -> {
                  create.withEntrypoint(words(own.getConfig().getEntrypoint()));
                  create.withCmd(words(own.getConfig().getCmd()));
                  Objects.requireNonNull(create.getHostConfig()).withBinds(files(own));
                });
    return new FirstStart(container);
  }

  private static InspectContainerResponse inspect(Stack stack) {
    return stack.engine().client().inspectContainerCmd(stack.database().id()).exec();
  }

  private static List<String> words(String[] words) {
    return words == null ? List.of() : List.of(words);
  }

  /** Such as a password. What may be written to is data of the stack's own database. */
  private static List<Bind> files(InspectContainerResponse own) {
    return Objects.requireNonNull(own.getMounts()).stream()
        .filter(mount -> mount.getName() == null && Boolean.FALSE.equals(mount.getRW()))
        .filter(mount -> mount.getSource() != null && !mount.getSource().isBlank())
        .map(mount -> new Bind(mount.getSource(), mount.getDestination(), AccessMode.ro))
        .filter(bind -> !FOLDER.startsWith(bind.getVolume().getPath() + "/"))
        .toList();
  }

  /** Asserts that the health check of the stack's database tells that start from a later one. */
  void assertIsNotHealthy(Stack stack) {
    assertThat(reached)
        .as(
            "whether another container of the database's image runs a script of %s within %s;"
                + " without it, leave the claim healthy-once-reached out",
            FOLDER, LIMIT)
        .succeedsWithin(LIMIT.plus(ANSWER_LIMIT));
    HealthCheck check = inspect(stack).getConfig().getHealthcheck();
    assertThat(check).as("health check of the database").isNotNull();
    List<String> test = Objects.requireNonNull(check.getTest());
    List<String> command =
        test.get(0).equals("CMD-SHELL")
            ? List.of("/bin/sh", "-c", test.get(1))
            : test.subList(1, test.size());

    await("success of %s in the database, the control".formatted(test))
        .atMost(ANSWER_LIMIT)
        .until(() -> succeeds(command, stack.database().id(), stack));
    assertThat(succeeds(command, container.getContainerId(), stack))
        .as("success of %s in a first start of the database, while nobody can reach it", test)
        .isFalse();
  }

  private static boolean succeeds(List<String> command, String container, Stack stack) {
    return stack.engine().exec(container, command.toArray(String[]::new)).succeeded();
  }

  @Override
  public void close() {
    // One that is still being started would be left to Ryuk.
    reached.exceptionally(failure -> null).join();
    container.stop();
  }
}
