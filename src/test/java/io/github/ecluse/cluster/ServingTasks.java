package io.github.ecluse.cluster;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many tasks of a service run, looked at a few times a second. */
final class ServingTasks implements AutoCloseable {
  private static final int PERIOD_MS = 300;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> looks;
  private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);

  /**
   * Begins to look.
   *
   * @param manager the node that is asked
   * @param service the name of a replicated service
   */
  ServingTasks(Node manager, String service) {
    looks =
        clock.scheduleWithFixedDelay(
            () -> look(manager, service), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void look(Node manager, String service) {
    String replicas =
        manager.docker("service", "ls", "--filter", "name=" + service, "--format", "{{.Replicas}}");
    fewest.accumulateAndGet(
        Integer.parseInt(replicas.substring(0, replicas.indexOf('/'))), Math::min);
  }

  /**
   * Returns the lowest number that was seen.
   *
   * @throws IllegalStateException if one of the looks failed, as none came after it
   */
  int fewest() {
    if (looks.isDone() && !looks.isCancelled()) {
      throw new IllegalStateException("The number of tasks was not looked at to the end");
    }
    return fewest.get();
  }

  @Override
  public void close() {
    clock.shutdown();
  }
}
