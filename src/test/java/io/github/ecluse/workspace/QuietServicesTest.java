package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a copy comes to the user's logs, caches and schedulers. */
class QuietServicesTest {
  @TempDir private Path copy;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{`logging`: {`driver`: `gelf`}} | logging: !override {driver: local}",
        "{`logging`: {`driver`: `journald`}} | logging: !override {driver: local}",
        "{`build`: {`cache_to`: [`type=registry,ref=r.example/x`]}} | build: {cache_to: !reset []}",
        "{`build`: {`cache_to`: [`type=inline`, `r.example/x:y`]}} | build: {cache_to: !reset []}",
        "{`labels`: {`ofelia.enabled`: `true`, `x`: `y`}} | labels: {\"ofelia.enabled\":\"false\"}",
        "{`labels`: {`autoheal`: `true`}} | labels: {\"autoheal\":\"false\"}"
      })
  void whatWouldLeaveTheCopyIsTakenAway(String service, String instead)
      throws JsonProcessingException {
    QuietServices.giveTo(copy, config(service));

    assertThat(copy.resolve(QuietServices.FILE))
        .content()
        .isEqualTo("services:\n  \"app\":\n    %s\n".formatted(instead));
    assertThat(Overlays.laidOver(List.of("compose.yml"), copy))
        .containsExactly("compose.yml", QuietServices.FILE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{`logging`: {`driver`: `local`}}",
        "{`logging`: {`options`: {`max-size`: `1m`}}}",
        "{`build`: {`context`: `/x`, `cache_to`: [`type=inline`]}}",
        "{`labels`: {`org.example`: `true`}}"
      })
  void whatStaysInTheCopyStaysAsItIs(String service) throws JsonProcessingException {
    QuietServices.giveTo(copy, config(service));

    assertThat(copy).isEmptyDirectory();
  }

  @Test
  void eachServiceHasItsOwnPart() throws JsonProcessingException {
    String log = "{`logging`: {`driver`: `syslog`}, `labels`: {`diun.enable`: `true`}}";

    assertThat(QuietServices.overlay(config(log + ", `db`: {}, `worker`: " + log)))
        .containsSubsequence("\"app\":", "logging:", "labels:", "\"worker\":", "logging:")
        .doesNotContain("db");
  }

  private static JsonNode config(String app) throws JsonProcessingException {
    return new ObjectMapper()
        .readTree("{`services`: {`app`: %s}}".formatted(app).replace('`', '"'));
  }
}
