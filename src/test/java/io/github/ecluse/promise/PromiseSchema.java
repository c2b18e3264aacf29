package io.github.ecluse.promise;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of {@code ecluse.yml}, as an editor applies it. */
final class PromiseSchema {
  static final Path FILE = Path.of("docs/ecluse.schema.json");
  private static final JsonMapper JSON = new JsonMapper();

  private PromiseSchema() {}

  /** Returns what the schema does not allow in a text of YAML. */
  static List<Error> violations(String text) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(FILE), InputFormat.JSON)
        .validate(tree(text));
  }

  private static JsonNode tree(String text) {
    Object values = new Load(LoadSettings.builder().build()).loadFromString(text);
    return JSON.valueToTree(Optional.ofNullable(values).orElse(JSON.nullNode()));
  }
}
