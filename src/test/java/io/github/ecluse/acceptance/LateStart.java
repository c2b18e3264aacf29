package io.github.ecluse.acceptance;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HealthCheck;
import io.github.ecluse.EcluseException;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The next release starts late: not before its health check has failed once. Who does not wait for
 * the health check is done before, and who waits for one that always passes too, however slow the
 * machine is. Where that can't be told, the release starts as it does.
 */
final class LateStart implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 200;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Set<String> started = new HashSet<>();
  private final Stack stack;
  private final Optional<Future<?>> looks;

  private LateStart(Stack stack) {
    this.stack = stack;
    started.add(stack.application().id());
    looks =
        isPossible()
                && stack
                    .workspace()
                    .revision()
                    .startLate(Inside.entrypoint(stack), Inside.arguments(stack))
            ? Optional.of(
                clock.scheduleWithFixedDelay(
                    this::startWhatHasFailed, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS))
            : Optional.empty();
  }

  static LateStart of(Stack stack) {
    return new LateStart(stack);
  }

  /** Returns whether the release starts late. */
  boolean isLate() {
    return looks.isPresent();
  }

  private boolean isPossible() {
    return mayFailOnce() && stack.host().files(stack.application().pid()).has("/bin/sh");
  }

  /** Without a start period, and with one attempt only, the first failure counts as the last. */
  private boolean mayFailOnce() {
    HealthCheck check = inspect(stack.application().id()).getConfig().getHealthcheck();
    return check != null
        && (Optional.ofNullable(check.getStartPeriod()).orElse(0L) > 0
            || !Optional.ofNullable(check.getRetries()).orElse(0).equals(1));
  }

  private void startWhatHasFailed() {
    try {
      for (ServiceContainer container : stack.services().all()) {
        if (container.service().equals(stack.workspace().promise().application())
            && container.isRunning()
            && !started.contains(container.id())
            && hasFailedOnce(container)) {
          stack.host().signalAll("USR1", container.pid());
          started.add(container.id());
        }
      }
    } catch (NotFoundException | EcluseException e) {
      // One has ended meanwhile; what runs next is looked at the next time.
    }
  }

  private boolean hasFailedOnce(ServiceContainer container) {
    HealthState health = inspect(container.id()).getState().getHealth();
    return health.getLog().stream().anyMatch(probe -> probe.getExitCodeLong() != 0);
  }

  private InspectContainerResponse inspect(String id) {
    return stack.engine().client().inspectContainerCmd(id).exec();
  }

  @Override
  public void close() {
    looks.ifPresent(future -> future.cancel(true));
    clock.shutdownNow();
  }
}
