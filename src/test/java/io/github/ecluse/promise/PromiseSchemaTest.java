package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claims;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of {@code ecluse.yml} offers to an editor all that the parser knows. */
class PromiseSchemaTest {
  @Test
  void theSchemaOffersEveryClaimAndEveryKey() throws IOException {
    JsonNode schema = new JsonMapper().readTree(Files.readString(PromiseSchema.FILE));

    assertThat(schema.at("/properties/claims/items/enum").valueStream().map(JsonNode::asString))
        .as("claims in docs/ecluse.schema.json; claims.properties has the names and their order")
        .startsWith("common")
        .filteredOn(name -> !name.equals("common"))
        .containsExactlyElementsOf(Claims.ofAStack(true));
    assertThat(schema.at("/properties").properties().stream().map(Map.Entry::getKey))
        .containsExactlyElementsOf(PromiseFile.KEYS);
  }
}
