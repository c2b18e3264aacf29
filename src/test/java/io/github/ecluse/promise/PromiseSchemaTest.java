package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claims;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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

  @Test
  void theSchemaRefusesEveryClaimThatNeedsWhatIsMissing() throws IOException {
    JsonNode schema = new JsonMapper().readTree(Files.readString(PromiseSchema.FILE));
    Set<String> ofADatabase = new TreeSet<>(Claims.ofAStack(true));
    ofADatabase.removeAll(Claims.ofAStack(false));

    assertThat(refused(schema.path("then"))).containsExactlyInAnyOrderElementsOf(ofADatabase);
    assertThat(refused(schema.at("/allOf/0/then")))
        .containsExactlyInAnyOrderElementsOf(Claims.ofADatabasePage());
  }

  private static Stream<String> refused(JsonNode then) {
    return then.at("/properties/claims/items/not/enum").valueStream().map(JsonNode::asString);
  }
}
