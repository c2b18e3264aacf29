package io.github.ecluse.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.DockerCommand;
import io.github.ecluse.flask.Application;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of versions beside what others keep in the repository: each date stays at its tag. */
@Tag("rolling")
@AcceptanceTest
@Order(2)
@Claim("versions-kept")
class ListIT {
  /** Puts a manifest under a tag, which a filter of jq makes of that of latest. */
  private static final String PUT =
      """
      set -euo pipefail
      app=http://localhost:$REGISTRY_PORT/v2/app
      ask() { curl -q -sSf --noproxy '*' "$@"; }
      types='application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json'
      folder=$(mktemp -d)
      trap 'rm -r "$folder"' EXIT
      type=$(ask -H "Accept: $types" -o "$folder/manifest" -w '%{content_type}' $app/manifests/latest)
      ask $app/blobs/$(jq -r .config.digest "$folder/manifest") | jq -c "$1" >"$folder/config"
      digest=sha256:$(sha256sum <"$folder/config" | cut -d ' ' -f 1)
      place=$(ask -X POST -o /dev/null -D - $app/blobs/uploads/ | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
      ask -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$folder/config" "$place&digest=$digest"
      manifest=$(ask -I -H "Accept: $types" $app/manifests/latest | tr -d '\\r' | sed -n 's/^docker-content-digest: //Ip')
      jq -c --arg digest $digest --argjson size $(stat -c %s "$folder/config") --arg type "$type" \\
        --arg latest $manifest --argjson latest_size $(stat -c %s "$folder/manifest") "$2" "$folder/manifest" >"$folder/put"
      ask -X PUT -H "Content-Type: $(jq -r --arg type "$type" '.mediaType // $type' "$folder/put")" \\
        --data-binary "@$folder/put" $app/manifests/$0
      """;

  private static final String OF_THE_CONFIGURATION =
      ".config.digest = $digest | .config.size = $size";

  private static final String INDEX =
      "{schemaVersion: 2, mediaType: \"application/vnd.docker.distribution.manifest.list.v2+json\","
          + " manifests: [{mediaType: $type, size: $latest_size, digest: $latest,"
          + " platform: {architecture: \"amd64\", os: \"linux\"}}]}";

  @ParameterizedTest
  @CsvSource({
    "an image without a date, dateless",
    "an index, index",
    "an empty configuration, bare"
  })
  void eachDateStaysAtItsTag(String what, String tag, Stack stack) {
    for (String version : List.of("v20.0", "v21.0")) {
      Application application = Application.of(stack);
      application.restore();
      application.addToPages(version);
      if (stack.registry().digest("app", version).isEmpty()) {
        stack.releases().deploy("--tag", version);
      }
    }
    List<String> before = list(stack);
    assertThat(before).as("versions of the list, with their dates").hasSizeGreaterThan(2);
    assertThat(before).allMatch(line -> line.matches("\\S+ +sha256:\\S+ +\\d{4}-\\S+Z( +runs)?"));

    stack
        .compose()
        .command(
            "bash",
            "-c",
            PUT,
            tag,
            tag.equals("bare") ? "{}" : "del(.created)",
            tag.equals("index") ? INDEX : OF_THE_CONFIGURATION)
        .orThrow();
    List<String> beside = list(stack);
    untag(tag, stack);

    assertThat(beside)
        .as("lines of the list, with %s under a tag: its own", what)
        .filteredOn(line -> line.startsWith(tag + " "))
        .singleElement()
        .asString()
        .matches("\\S+ +sha256:\\S+ +-");
    assertThat(beside)
        .as("lines of the list, with %s under a tag: the others", what)
        .filteredOn(line -> !line.startsWith(tag + " "))
        .containsExactlyElementsOf(before);
  }

  private static List<String> list(Stack stack) {
    return stack.releases().attempt(Map.of(), "--list").lines().stream()
        .map(String::strip)
        .filter(line -> line.contains(" sha256:"))
        .toList();
  }

  /** The garbage of a registry with an index is not collected. */
  private static void untag(String tag, Stack stack) {
    DockerCommand.docker("exec", stack.service("registry").id())
        .and("find", "/var/lib/registry", "-path", "*/repositories/app/_manifests/tags/" + tag)
        .and("-prune", "-exec", "rm", "-r", "{}", "+")
        .run()
        .orThrow();
  }
}
