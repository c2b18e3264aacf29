package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The mounts of a container that has no settings of its own, and of one that hides nothing. */
class KernelGuardTest {
  private static final String MOUNTS =
      """
      overlay / overlay rw,relatime,lowerdir=/l/A:/l/B 0 0
      proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
      sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime 0 0
      /dev/vda /processes ext4 rw,relatime 0 0
      """;

  private static final String GUARDS =
      """
      proc /proc/sys proc ro,nosuid,nodev,noexec,relatime 0 0
      tmpfs /proc/kcore tmpfs rw,nosuid,size=65536k,mode=755 0 0
      tmpfs /sys/firmware tmpfs ro,relatime 0 0
      """;

  @Test
  void whatIsHiddenOrReadOnlyIsRead() {
    assertThat(KernelGuard.in(MOUNTS + GUARDS))
        .extracting(KernelGuard::toString)
        .containsExactlyInAnyOrder(
            "/sys (sysfs, read-only)",
            "/proc/sys (proc, read-only)",
            "/proc/kcore (tmpfs)",
            "/sys/firmware (tmpfs, read-only)");
  }

  @Test
  void aPathThatIsWrittenOrShownIsGuardedNoMore() {
    assertThat(KernelGuard.in(MOUNTS + GUARDS.replace("proc ro,", "proc rw,")))
        .doesNotContain(new KernelGuard("/proc/sys", "proc", true));
    assertThat(KernelGuard.in(MOUNTS)).containsExactly(new KernelGuard("/sys", "sysfs", true));
  }

  @Test
  void ofTwoMountsAtOnePlaceTheLaterOneCounts() {
    String shown = "proc /proc/sys proc rw,relatime 0 0\n";

    assertThat(KernelGuard.in(GUARDS + shown))
        .contains(new KernelGuard("/proc/sys", "proc", false))
        .doesNotContain(new KernelGuard("/proc/sys", "proc", true));
  }
}
