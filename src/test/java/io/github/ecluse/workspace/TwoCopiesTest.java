package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stack that insists on what only one copy can have is not copied twice at the same time. */
class TwoCopiesTest {
  @Test
  void aStackThatLeavesItsPortsToTheGateCanStandTwice() throws IOException {
    assertThat(areFreeToStand(KeptContract.CONFIG)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"db\": {}  | \"db\": {\"ports\": [{\"published\": \"3306\"}]}",
        "\"db\": {}  | \"db\": {\"ports\": [{\"published\": \"3306-3310\"}]}",
        "\"db\": {}  | \"db\": {\"image\": \"shop/db\", \"build\": {\"context\": \".\"}}",
        "\"name\": \"ecluse-1-2-back\" | \"ipam\": {\"config\": [{\"subnet\": \"10.9.0.0/24\"}]}"
      })
  void whatOnlyOneCanHaveStandsAlone(String usual, String fixed) throws IOException {
    assertThat(KeptContract.CONFIG).contains(usual);
    assertThat(areFreeToStand(KeptContract.CONFIG.replace(usual, fixed))).isFalse();
  }

  @Test
  void aPortThatTheEngineChoosesIsNoObstacle() throws IOException {
    assertThat(
            areFreeToStand(
                KeptContract.CONFIG.replace(
                    "\"db\": {}", "\"db\": {\"ports\": [{\"target\": 1}]}")))
        .isTrue();
  }

  private static boolean areFreeToStand(String config) throws IOException {
    JsonNode read = new ObjectMapper().readTree(config);
    return TwoCopies.areFreeToStand(read, KeptContract.SETTINGS);
  }
}
