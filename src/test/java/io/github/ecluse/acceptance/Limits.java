package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;

/** The limits of a service: it takes neither the machine nor its disk from the others. */
public final class Limits {
  /** Without a limit, cgroup v1 names a little less than 2^63 (Linux, page_counter.h). */
  private static final long UNLIMITED = 1L << 60;

  private Limits() {}

  /** Asserts that the kernel holds a service to them. */
  public static void assertKeptBy(ServiceContainer service, Stack stack) {
    assertThat(limit(service, "pids", "pids.max", stack))
        .as("limit of processes of %s", service.service())
        .isLessThan(UNLIMITED);
    assertThat(memoryLimit(service, stack))
        .as("limit of memory of %s, in bytes", service.service())
        .isLessThan(UNLIMITED);
    assertThat(stack.host().files(service.pid()).rootIsReadOnly())
        .as("whether the root file system of %s is read-only", service.service())
        .isTrue();
  }

  /** Returns how many bytes a service may have: its limit, or all that the machine has. */
  static long memory(ServiceContainer service, Stack stack) {
    String machine = stack.host().files(service.pid()).text("/proc/meminfo");
    long kilobytes = Long.parseLong(machine.replaceAll("(?s).*MemTotal: *(\\d+) kB.*", "$1"));
    return Math.min(memoryLimit(service, stack), kilobytes * 1024);
  }

  private static long memoryLimit(ServiceContainer service, Stack stack) {
    return limit(service, "memory", "memory.limit_in_bytes", stack);
  }

  /** What the kernel holds a container to, of cgroup v2 or v1 (cgroups(7)). */
  private static long limit(ServiceContainer service, String group, String file, Stack stack) {
    String limit =
        stack
            .host()
            .files(service.pid())
            .text(
                "/sys/fs/cgroup/%s.max".formatted(group),
                "/sys/fs/cgroup/%s/%s".formatted(group, file))
            .strip();
    return limit.equals("max") ? Long.MAX_VALUE : Long.parseLong(limit);
  }
}
