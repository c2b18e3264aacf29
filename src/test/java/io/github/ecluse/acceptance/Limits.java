package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.ContainerFiles;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;

/** The limits of a service: it takes neither the machine nor its disk from the others. */
public final class Limits {
  /** Without a limit, cgroup v1 names a little less than 2^63 (Linux, page_counter.h). */
  private static final long UNLIMITED = 1L << 60;

  private static final String FIRST_PROCESS = "/proc/1/oom_score_adj";

  private Limits() {}

  /** Asserts that the kernel holds a service to them. */
  public static void assertKeptBy(ServiceContainer service, Stack stack) {
    assertThat(limit(service, "pids", "pids.max", stack))
        .as("limit of processes of %s", service.service())
        .isLessThan(UNLIMITED);
    assertThat(memoryLimit(service, stack))
        .as("limit of memory of %s, in bytes", service.service())
        .isLessThan(UNLIMITED);
    assertIsKilledAtIt(service, stack);
    assertThat(stack.host().files(service.pid()).rootIsReadOnly())
        .as("whether the root file system of %s is read-only", service.service())
        .isTrue();
  }

  /**
   * With less, the kernel ends other programs of the machine first when memory is short, and with
   * -1000 never this one: at its own limit it hangs (proc(5), oom_score_adj). On cgroup v1, a group
   * may be left out by itself.
   */
  private static void assertIsKilledAtIt(ServiceContainer service, Stack stack) {
    ContainerFiles files = stack.host().files(service.pid());
    String network = Inside.networks(stack).findFirst().orElseThrow();
    int control = Integer.parseInt(stack.probes().on(network).file(FIRST_PROCESS).strip());
    assertThat(Integer.parseInt(files.kernelText("oom_score_adj").strip()))
        .as(
            "oom_score_adj of %s; with less than a container without settings has, others are"
                + " killed for its memory",
            service.service())
        .isGreaterThanOrEqualTo(control);
    assertThat(files.text("/sys/fs/cgroup/memory/memory.oom_control"))
        .as("whether %s hangs at its limit of memory instead of being killed", service.service())
        .doesNotContain("oom_kill_disable 1");
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
