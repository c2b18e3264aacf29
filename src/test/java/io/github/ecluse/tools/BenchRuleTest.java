package io.github.ecluse.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docker-bench-security, on what Compose printed about the stack and two faults. */
class BenchRuleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode STACK = Captured.output("compose.json");
  private static final ImageFacts APP =
      ImageFacts.in("FROM scratch\nADD a /\nFROM python\nRUN apt-get update && \\\n  pip\nCMD a\n");

  @Test
  void numbersAreInOrderAndEachIsThereOnce() {
    assertThat(BenchRule.ALL)
        .extracting(rule -> Integer.parseInt(rule.number().substring(2)) + 100 * major(rule))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static int major(BenchRule rule) {
    return rule.number().charAt(0) - '0';
  }

  @Test
  void theStackWithTwoFaultsBreaksTheseRules() {
    assertThat(DockerBench.findings("plain", STACK, APP))
        .extracting(finding -> finding.rule() + " " + finding.subject())
        .containsExactlyInAnyOrder(
            "4.1 app",
            "4.1 db",
            "4.1 registry",
            "4.6 app",
            "4.6 db",
            "4.6 registry",
            "4.7 app",
            "5.4 app NET_ADMIN",
            // The two faults.
            "5.4 db ALL",
            "5.9 db any",
            "5.9 app 8080",
            "5.9 registry 5000",
            "5.19 db",
            "5.19 registry");
  }

  /** Each value breaks the rule in a container that kept it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.2  | {'security_opt': ['no-new-privileges:true', 'apparmor=unconfined']}",
        "5.3  | {'security_opt': []}",
        "5.4  | {'cap_add': ['CAP_SYS_PTRACE']}",
        "5.5  | {'privileged': true}",
        "5.6  | {'volumes': [{'type': 'bind', 'source': '/etc', 'target': '/etc'}]}",
        "5.8  | {'ports': [{'host_ip': '127.0.0.1', 'target': 80, 'published': '80'}]}",
        "5.9  | {'ports': [{'host_ip': '127.0.0.1', 'target': 3306}]}",
        "5.10 | {'network_mode': 'host'}",
        "5.11 | {'mem_limit': '0'}",
        "5.12 | {'cpu_shares': 0}",
        "5.13 | {'read_only': false}",
        "5.14 | {'ports': [{'target': 8080, 'published': '8080'}]}",
        "5.14 | {'ports': [{'mode': 'ingress', 'target': 5080, 'protocol': 'tcp'}]}",
        "5.14 | {'ports': [{'host_ip': '0.0.0.0', 'target': 8080, 'published': '8080'}]}",
        "5.15 | {'restart': 'on-failure:10'}",
        "5.16 | {'pid': 'host'}",
        "5.17 | {'ipc': 'host'}",
        "5.18 | {'devices': [{'source': '/dev/sda', 'target': '/dev/sda'}]}",
        "5.19 | {'ulimits': {}}",
        "5.20 | {'volumes': [{'type': 'bind', 'source': '/a', 'bind': {'propagation': 'rshared'}}]}",
        "5.21 | {'uts': 'host'}",
        "5.22 | {'security_opt': ['no-new-privileges:true', 'seccomp=unconfined']}",
        "5.25 | {'cgroup_parent': '/other'}",
        "5.26 | {'security_opt': ['label=disable']}",
        "5.27 | {'healthcheck': {'disable': true}}",
        "5.29 | {'pids_limit': -1}",
        "5.30 | {'network_mode': 'bridge'}",
        "5.31 | {'userns_mode': 'host'}",
        "5.32 | {'volumes': [{'type': 'bind', 'source': '/var/run/docker.sock', 'target': '/s'}]}",
      })
  void aValueBreaksItsRule(String number, String values) throws IOException {
    ObjectNode service = STACK.path("services").path("app").deepCopy();
    service.remove(List.of("cap_add", "ports"));
    assertThat(rule(number).breaches().apply(new BenchContainer(service, APP))).isEmpty();

    service.setAll((ObjectNode) JSON.readTree(values.replace('\'', '"')));

    assertThat(rule(number).breaches().apply(new BenchContainer(service, APP))).isNotEmpty();
  }

  private static BenchRule rule(String number) {
    return BenchRule.ALL.stream().filter(rule -> rule.number().equals(number)).findFirst().get();
  }

  @Test
  void swarmsLimitsCount() throws IOException {
    JsonNode service =
        JSON.readTree(
            """
            {"deploy": {"resources": {"limits": {"memory": "268435456", "cpus": 0.5, "pids": 256}}}}
            """);

    for (String number : List.of("5.11", "5.12", "5.29")) {
      assertThat(rule(number).breaches().apply(new BenchContainer(service, APP))).isEmpty();
    }
  }

  @Test
  void onlyTheLastStageOfADockerfileCounts() {
    ImageFacts facts =
        ImageFacts.in(
            """
            FROM a
            USER app
            ENV DB_PASS=x
            FROM b
            ADD a /
            ENV DB_PASS=x
            USER 5
            USER www
            HEALTHCHECK --interval=5s CMD true
            """);

    assertThat(facts).isEqualTo(new ImageFacts("www", true, true, false, List.of("DB_PASS")));
    assertThat(ImageFacts.in("FROM a\nHEALTHCHECK NONE\nARG TOKEN\n"))
        .isEqualTo(ImageFacts.OF_OTHERS);
  }
}
