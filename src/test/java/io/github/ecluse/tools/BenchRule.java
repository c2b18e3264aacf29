package io.github.ecluse.tools;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A rule of the CIS Docker Benchmark that <a
 * href="https://github.com/docker/docker-bench-security">docker-bench-security</a> 1.6.0 decides.
 *
 * @param number its number there
 * @param asks what it asks for
 * @param breaches what breaks it in a container; empty if nothing does
 */
record BenchRule(String number, String asks, Function<BenchContainer, List<String>> breaches) {
  /** The version that has these numbers. */
  static final String VERSION = "1.6.0";

  /** What Docker gives to each container. */
  private static final Set<String> USUAL_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "NET_RAW",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  private static final Set<String> SENSITIVE =
      Set.of("/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr");

  /** Those that files can answer. Others ask the host, the engine or a person. */
  static final List<BenchRule> ALL =
      List.of(
          rule("4.1", "a user other than root", one -> !one.user().isEmpty()),
          rule("4.6", "HEALTHCHECK in the image", one -> one.image().hasHealthCheck()),
          rule("4.7", "no update of package lists alone", one -> !one.image().updates()),
          rule("4.9", "COPY instead of ADD", one -> !one.image().adds()),
          new BenchRule("4.10", "no secrets in the Dockerfile", one -> one.image().secrets()),
          rule("5.2", "AppArmor", one -> !isUnconfined(one)),
          rule("5.3", "SELinux or other security options", one -> one.hasSome("security_opt")),
          new BenchRule("5.4", "no more capabilities", BenchRule::moreCapabilities),
          rule("5.5", "no privileged container", one -> !one.value("privileged").equals("true")),
          new BenchRule("5.6", "no sensitive directory of the host", BenchRule::sensitiveMounts),
          new BenchRule("5.8", "no privileged port of the host", BenchRule::privilegedPorts),
          new BenchRule("5.9", "only needed ports", BenchRule::openPorts),
          rule("5.10", "no network of the host", one -> !isHost(one, "network_mode")),
          rule("5.11", "a memory limit", one -> isLimited(one, "mem_limit", "memory")),
          rule(
              "5.12",
              "a share of the processor",
              one -> one.limits("cpu_shares") || isLimited(one, "cpus", "cpus")),
          rule("5.13", "a read-only root", one -> one.value("read_only").equals("true")),
          new BenchRule("5.14", "ports on one address of the host", BenchRule::unboundPorts),
          rule("5.15", "at most 5 restarts after failures", one -> one.restarts() <= 5),
          rule("5.16", "no processes of the host", one -> !isHost(one, "pid")),
          rule("5.17", "no IPC of the host", one -> !isHost(one, "ipc")),
          rule("5.18", "no devices of the host", one -> !one.hasSome("devices")),
          rule("5.19", "limits of its own (ulimits)", one -> one.hasSome("ulimits")),
          rule("5.20", "no shared mount propagation", one -> !isShared(one)),
          rule("5.21", "no host name of the host", one -> !isHost(one, "uts")),
          rule(
              "5.22",
              "seccomp",
              one -> !one.mentions("security_opt", "seccomp:unconfined", "seccomp=unconfined")),
          rule("5.25", "the usual cgroup", one -> one.value("cgroup_parent").isEmpty()),
          rule(
              "5.26",
              "no new privileges",
              one -> one.mentions("security_opt", "no-new-privileges")),
          rule("5.27", "a health check", BenchContainer::hasHealthCheck),
          rule("5.29", "a limit of processes", one -> isLimited(one, "pids_limit", "pids")),
          rule(
              "5.30", "not the default bridge", one -> !one.value("network_mode").equals("bridge")),
          rule("5.31", "no user namespace of the host", one -> !isHost(one, "userns_mode")),
          rule("5.32", "no socket of the engine", one -> !hasSocket(one)));

  private static BenchRule rule(String number, String asks, Predicate<BenchContainer> isKept) {
    return new BenchRule(number, asks, one -> isKept.test(one) ? List.of() : List.of(""));
  }

  private static boolean isHost(BenchContainer container, String key) {
    return container.value(key).equals("host");
  }

  private static boolean isLimited(BenchContainer container, String key, String inDeploy) {
    return container.limits(key) || container.deployLimits(inDeploy);
  }

  private static boolean isUnconfined(BenchContainer container) {
    return container.value("privileged").equals("true")
        || container.mentions("security_opt", "apparmor:unconfined", "apparmor=unconfined");
  }

  private static List<String> moreCapabilities(BenchContainer container) {
    return container.words("cap_add").stream()
        .map(name -> name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""))
        .filter(name -> !USUAL_CAPABILITIES.contains(name))
        .toList();
  }

  private static List<String> sensitiveMounts(BenchContainer container) {
    return container
        .mounts()
        .filter(mount -> !mount.path("read_only").asBoolean())
        .map(mount -> mount.path("source").asText())
        .filter(SENSITIVE::contains)
        .toList();
  }

  private static List<String> openPorts(BenchContainer container) {
    return container.ports().map(port -> port.path("published").asText("any")).toList();
  }

  private static List<String> privilegedPorts(BenchContainer container) {
    return openPorts(container).stream()
        .filter(port -> port.matches("\\d+") && Integer.parseInt(port) < 1024)
        .toList();
  }

  private static List<String> unboundPorts(BenchContainer container) {
    return container
        .ports()
        .filter(port -> port.path("host_ip").asText("0.0.0.0").equals("0.0.0.0"))
        .map(port -> port.path("published").asText("any"))
        .toList();
  }

  private static boolean isShared(BenchContainer container) {
    return container
        .mounts()
        .anyMatch(mount -> mount.path("bind").path("propagation").asText().contains("shared"));
  }

  private static boolean hasSocket(BenchContainer container) {
    return container
        .mounts()
        .anyMatch(mount -> mount.path("source").asText().endsWith("docker.sock"));
  }
}
