package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Its script, with a socat that answers or does not. */
class CodedEchoTest {
  @ParameterizedTest
  @ValueSource(strings = {"172.18.0.2", "fd00::2", "fe80::42:acff:fe12:3%eth0"})
  void whatComesBackIsAnAnswer(String host) {
    String output = output(host, "cat");

    assertThat(CodedEcho.answersIn(output)).isEqualTo(2);
    assertThat(new Reply(Reply.Kind.ANSWERED, output).answerers()).hasSize(1);
  }

  @Test
  void silenceIsNone() {
    assertThat(CodedEcho.answersIn(output("172.18.0.2", "cat >/dev/null"))).isZero();
  }

  /** The sum of all words of a right ICMP message is 0xffff (RFC 1071). */
  @Test
  void theChecksumsAreRight() {
    List<String> requests =
        output("172.18.0.2", "od -An -v -w22 -tu1 >&3")
            .lines()
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .toList();

    assertThat(requests)
        .hasSize(2)
        .allSatisfy(request -> assertThat(sum(request)).as("sum of %s", request).isEqualTo(0xffff))
        .anyMatch(request -> request.startsWith("8 1 "))
        .anyMatch(request -> request.startsWith("8 9 "));
  }

  private static int sum(String request) {
    String[] bytes = request.split(" ", -1);
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      sum += Integer.parseInt(bytes[i]) * 256 + Integer.parseInt(bytes[i + 1]);
    }
    return (sum & 0xffff) + (sum >> 16);
  }

  private static String output(String host, String socat) {
    String script =
        "exec 3>&1; socat() { %s; }; host=%s; ".formatted(socat, host)
            + CodedEcho.FUNCTION
            + CodedEcho.CALLS
            + " wait";
    CommandResult result = Command.of("sh", "-c", script).run();
    return result.stdout() + result.stderr();
  }
}
