package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.process.CommandResult;
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
    assertThat(limit(service, "memory", "memory.limit_in_bytes", stack))
        .as("limit of memory of %s, in bytes", service.service())
        .isLessThan(UNLIMITED);
    CommandResult write = stack.engine().exec(service.id(), "touch", "/usr/bin/written");
    assertThat(write.succeeded())
        .as("whether root in %s can write its own programs", service.service())
        .isFalse();
    assertThat(write.stderr())
        .as("why root in %s can not write them", service.service())
        .containsIgnoringCase("read-only file system");
  }

  /** What the kernel holds a container to, of cgroup v2 or v1 (cgroups(7)). */
  private static long limit(ServiceContainer service, String group, String file, Stack stack) {
    String paths = "/sys/fs/cgroup/%1$s.max /sys/fs/cgroup/%1$s/%2$s".formatted(group, file);
    String limit = stack.engine().exec(service.id(), "sh", "-c", "cat " + paths).stdout().strip();
    return limit.equals("max") ? Long.MAX_VALUE : Long.parseLong(limit);
  }
}
