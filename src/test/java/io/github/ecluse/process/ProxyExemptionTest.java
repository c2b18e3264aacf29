package io.github.ecluse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyExemptionTest {
  @ParameterizedTest
  @ValueSource(strings = {"http_proxy", "HTTPS_PROXY", "all_proxy"})
  void thisMachineIsExemptFromEveryKindOfProxy(String proxy) {
    assertThat(ProxyExemption.in(Map.of(proxy, "http://proxy:3128")))
        .containsEntry("no_proxy", "localhost,127.0.0.1,::1")
        .containsEntry("NO_PROXY", "localhost,127.0.0.1,::1");
  }

  @Test
  void whatTheUserExemptsStaysSo() {
    assertThat(ProxyExemption.in(Map.of("http_proxy", "http://proxy:3128", "NO_PROXY", ".lan")))
        .containsEntry("no_proxy", ".lan,localhost,127.0.0.1,::1")
        .containsEntry("NO_PROXY", ".lan,localhost,127.0.0.1,::1");
  }

  @Test
  void anEnvironmentWithoutAProxyIsLeftAlone() {
    assertThat(ProxyExemption.in(Map.of("PATH", "/bin"))).isEmpty();
  }
}
