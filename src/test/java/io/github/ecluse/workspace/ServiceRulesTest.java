package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The services that the gate looks at have one container each. */
class ServiceRulesTest {
  @TempDir private Path directory;
  private JsonNode config;

  @BeforeEach
  void read() throws JsonProcessingException {
    config = new ObjectMapper().readTree(KeptContract.CONFIG);
  }

  @ParameterizedTest
  @CsvSource({
    "app, /services/app, scale, 2",
    "db, /services/db/deploy, replicas, 3",
    "registry, /services/registry/deploy, replicas, 0"
  })
  void anotherNumberOfContainersThanOneIsRefused(
      String service, String place, String key, int number) {
    ((ObjectNode) config).withObject(place).put(key, number);

    assertThatThrownBy(() -> KeptContract.check(directory, config))
        .isInstanceOf(StackRefusedException.class)
        .hasMessageContainingAll(
            "the service %s has %d containers".formatted(service, number),
            "Remedy: remove",
            key + " from the service " + service);
  }

  @Test
  void oneContainerIsLetInAndSoAreSeveralOfAWorker() {
    ((ObjectNode) config).withObject("/services/app").put("scale", 1);
    ((ObjectNode) config).withObject("/services/worker").put("scale", 2);

    assertThatCode(() -> KeptContract.check(directory, config)).doesNotThrowAnyException();
  }
}
