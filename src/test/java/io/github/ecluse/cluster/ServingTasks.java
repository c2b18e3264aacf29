package io.github.ecluse.cluster;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many tasks of a service run, looked at a few times a second. */
final class ServingTasks implements AutoCloseable {
  private static final int PERIOD_MS = 300;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);

  /**
   * Begins to look.
   *
   * @param manager the node that is asked
   * @param service the name of a replicated service
   */
  ServingTasks(Node manager, String service) {
    clock.scheduleWithFixedDelay(() -> look(manager, service), 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void look(Node manager, String service) {
    String replicas =
        manager.docker("service", "ls", "--filter", "name=" + service, "--format", "{{.Replicas}}");
    fewest.accumulateAndGet(
        Integer.parseInt(replicas.substring(0, replicas.indexOf('/'))), Math::min);
  }

  /** Returns the lowest number that was seen. */
  int fewest() {
    return fewest.get();
  }

  @Override
  public void close() {
    clock.shutdown();
  }
}
