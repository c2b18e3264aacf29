package io.github.ecluse.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecluse.docker.ComposeText;
import io.github.ecluse.promise.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * No service may have a part of this machine, or of a container outside of the stack: the copy
 * would act on that.
 */
final class HostRules {
  /** Devices of which each program that opens them has its own part. */
  private static final Pattern SHAREABLE =
      Pattern.compile("/dev/(null|zero|full|u?random|fuse|kvm|net/tun|kfd|nvidia.*|dri(/.*)?)");

  private static final Pattern CLOCK = Pattern.compile("(?i)(?:CAP_)?SYS_TIME");

  /** The networks that the engine has for any container, none, and those of another service. */
  private static final Pattern OF_ITS_OWN = Pattern.compile("|default|none|bridge|service:.*");

  private final Promise promise;
  private final Settings settings;
  private final Refusals refused;

  HostRules(Promise promise, Settings settings, Refusals refused) {
    this.promise = promise;
    this.settings = settings;
    this.refused = refused;
  }

  /**
   * Checks the services of a configuration.
   *
   * @param config as {@code docker compose config} prints it
   * @throws StackRefusedException with the first part that a service has
   */
  void check(JsonNode config) {
    for (Map.Entry<String, JsonNode> service : config.path("services").properties()) {
      checkNamespaces(service.getKey(), service.getValue());
      checkContainers(service.getKey(), service.getValue());
      checkDevices(service.getKey(), service.getValue());
      checkRights(service.getKey(), service.getValue());
      checkProvider(service.getKey(), service.getValue().path("provider"));
    }
  }

  private void checkNamespaces(String service, JsonNode values) {
    for (String shared : List.of("network_mode", "pid", "ipc")) {
      String with = values.path(shared).asText();
      refused.unless(
          !with.equals("host") && !with.startsWith("container:"),
          "what the gate does to the service %s would be done to all of %s"
              .formatted(service, with),
          "remove %s from the service %s".formatted(shared, service),
          "services",
          service,
          shared);
    }
    refused.unless(
        !values.path("uts").asText().equals("host"),
        "the service %s could change the host name of this machine".formatted(service),
        "remove uts from the service %s; hostname: names its container alone".formatted(service),
        "services",
        service,
        "uts");
    refused.unless(
        !values.path("cgroup").asText().equals("host"),
        "the service %s could change the limits of your containers".formatted(service),
        "remove cgroup from the service " + service,
        "services",
        service,
        "cgroup");
  }

  private void checkContainers(String service, JsonNode values) {
    String network = values.path("network_mode").asText();
    refused.unless(
        OF_ITS_OWN.matcher(network).matches() || network.contains(settings.name()),
        "the service %s is on the network %s, which the gate's copy would share with you"
            .formatted(service, network),
        "remove network_mode from the service %s, and name a network of the stack in networks"
            .formatted(service),
        "services",
        service,
        "network_mode");
    String group = ComposeText.of(values.path("cgroup_parent"));
    refused.unless(
        group.isEmpty(),
        "the service %s has the limits of %s, which the gate's copy would use up for yours"
            .formatted(service, group),
        "remove cgroup_parent from the service %s; mem_limit and cpus limit it alone"
            .formatted(service),
        "services",
        service,
        "cgroup_parent");
    String link = ComposeText.of(values.path("external_links").path(0));
    refused.unless(
        link.isEmpty(),
        "the service %s has a link to %s, which is no container of the stack"
            .formatted(service, link),
        "remove external_links from the service %s, and make that container a service of the stack"
            .formatted(service),
        "services",
        service,
        "external_links",
        link);
  }

  private void checkDevices(String service, JsonNode values) {
    for (JsonNode item : values.path("devices")) {
      String device = device(item);
      refused.unless(
          !device.startsWith("/") || SHAREABLE.matcher(device).matches(),
          "the service %s has the device %s, which the gate's copy would share with you"
              .formatted(service, device),
          "remove it from devices of the service " + service,
          "services",
          service,
          "devices",
          device);
    }
    String rule = ComposeText.of(values.path("device_cgroup_rules").path(0));
    refused.unless(
        rule.isEmpty(),
        "the service %s may make devices of this machine: %s".formatted(service, rule),
        "remove device_cgroup_rules from the service %s, and name a device such as /dev/fuse in devices"
            .formatted(service),
        "services",
        service,
        "device_cgroup_rules",
        rule);
  }

  /**
   * A neighbour has such rights to act on the machine. Registry, application and database have them
   * by mistake, and least-privilege says so.
   */
  private void checkRights(String service, JsonNode values) {
    refused.unless(
        promise.services().contains(service) || !values.path("privileged").asBoolean(),
        "the service %s is privileged: it may change the devices and the kernel of this machine"
            .formatted(service),
        "name what it needs in cap_add instead, or leave the service out: " + EngineRules.LEFT_OUT,
        "services",
        service,
        "privileged");
    refused.unless(
        values
            .path("cap_add")
            .valueStream()
            .noneMatch(name -> CLOCK.matcher(name.asText()).matches()),
        "the service %s may set the clock of this machine".formatted(service),
        "remove SYS_TIME from cap_add of the service " + service,
        "services",
        service,
        "cap_add",
        "SYS_TIME");
  }

  /** A program outside of the engine makes the service. Docker's models are for all to read. */
  private void checkProvider(String service, JsonNode provider) {
    String type = ComposeText.of(provider.path("type"));
    refused.unless(
        type.isEmpty() || type.equals("model"),
        "the service %s is made by the program %s, which may act on what is yours"
            .formatted(service, type),
        "leave the service out: " + EngineRules.LEFT_OUT,
        "services",
        service,
        "provider");
  }

  /** Returns its path on this machine, or a name that a driver knows. Compose 2.22 prints texts. */
  private static String device(JsonNode item) {
    String text = ComposeText.of(item.isTextual() ? item : item.path("source"));
    return Path.of(text.split(":", 2)[0]).normalize().toString();
  }
}
