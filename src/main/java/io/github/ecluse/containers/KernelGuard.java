package io.github.ecluse.containers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mount over files of the kernel in a container: it hides them, or lets nobody write them (<a
 * href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md">OCI runtime
 * specification</a>, masked and read-only paths).
 *
 * @param path where it is, {@code /sys} or below {@code /proc} or {@code /sys}
 * @param type its file system: {@code proc} and {@code sysfs} show the kernel's files, others hide
 *     them
 * @param isReadOnly whether root in the container can't write there
 */
public record KernelGuard(String path, String type, boolean isReadOnly) {
  private static final int PATH = 1;
  private static final int TYPE = 2;
  private static final int OPTIONS = 3;

  /**
   * {@return the guards of a container} Of two mounts at one place, the later one counts.
   *
   * @param mounts the text of the {@code /proc/PID/mounts} of one of its processes (proc(5))
   */
  public static Set<KernelGuard> in(String mounts) {
    Map<String, KernelGuard> guards = new LinkedHashMap<>();
    mounts
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(columns -> columns.length > OPTIONS && isOfTheKernel(columns[PATH]))
        .forEach(columns -> guards.put(columns[PATH], of(columns)));
    return Set.copyOf(guards.values());
  }

  private static KernelGuard of(String[] columns) {
    boolean isReadOnly = List.of(columns[OPTIONS].split(",", -1)).contains("ro");
    return new KernelGuard(columns[PATH], columns[TYPE], isReadOnly);
  }

  /** The whole of {@code /proc} is writable in every container: processes write their own files. */
  private static boolean isOfTheKernel(String path) {
    return path.startsWith("/proc/") || path.equals("/sys") || path.startsWith("/sys/");
  }

  /** {@return what it does, for a message} */
  @Override
  public String toString() {
    return "%s (%s%s)".formatted(path, type, isReadOnly ? ", read-only" : "");
  }
}
