package io.github.ecluse.process;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Exempts this machine from the user's proxy in the environment of commands. */
final class ProxyExemption {
  private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "all_proxy");
  private static final List<String> EXEMPTIONS = List.of("no_proxy", "NO_PROXY");
  private static final String LOOPBACK = "localhost,127.0.0.1,::1";

  private ProxyExemption() {}

  /** Returns whether an environment names a proxy. */
  static boolean isNeededIn(Map<String, String> environment) {
    return environment.keySet().stream()
        .anyMatch(name -> PROXIES.contains(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns the variables that exempt this machine from the proxies of an environment; none where
   * it has no proxy. Some programs read the lower-case name, some the upper-case one.
   */
  static Map<String, String> in(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>();
    if (isNeededIn(environment)) {
      for (String name : EXEMPTIONS) {
        String before =
            Stream.concat(Stream.of(name), EXEMPTIONS.stream())
                .map(environment::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        variables.put(name, before.isEmpty() ? LOOPBACK : before + "," + LOOPBACK);
      }
    }
    return variables;
  }
}
