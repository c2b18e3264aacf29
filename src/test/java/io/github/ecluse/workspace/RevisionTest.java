package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release is made new or broken without a word of the application's language. */
class RevisionTest {
  private static final String TWO_STAGES = "ARG V=1\nFROM a AS b\nRUN c\nFROM scratch\nCOPY d /\n";
  private static final String WITHOUT_BUILD = "{\"services\": {\"app\": {}}}";

  @TempDir private Path directory;

  @Test
  void byALabelEachReleaseHasAnotherOneInEveryStage() throws IOException {
    Revision revision = revision("change: {label: org.example.release}", TWO_STAGES);

    assertThat(revision.renew()).isEmpty();
    assertThat(dockerfile())
        .contains("RUN c\nLABEL \"org.example.release\"=\"run-1\"\nFROM scratch\n")
        .endsWith("COPY d /\n\nLABEL \"org.example.release\"=\"run-1\"\n");
    revision.renew();
    assertThat(dockerfile()).contains("=\"run-2\"\nFROM scratch\n").endsWith("=\"run-2\"\n");

    revision.restore();
    assertThat(dockerfile()).isEqualTo(TWO_STAGES);
  }

  @Test
  void byAnArgumentTheDockerfileAndTheCommandGetAnotherValue() throws IOException {
    Revision revision = revision("change: {argument: V}", TWO_STAGES);

    assertThat(revision.renew()).isEmpty();

    assertThat(dockerfile()).startsWith("ARG V=run-1\nFROM a AS b\n");
    assertThat(revision.environment()).containsEntry("V", "run-1");
    revision.restore();
    assertThat(revision.environment()).isEmpty();
  }

  @Test
  void byAFileThePageShowsAnotherTextEachTime() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "Hello, you\n");
    Revision revision =
        revision("change: {file: page.html, replace: Hello, by: 'Bye {release}'}", TWO_STAGES);

    assertThat(revision.renew()).contains("release-run-1");
    assertThat(page).hasContent("Bye release-run-1, you");
    assertThat(revision.renew()).contains("release-run-2");
    assertThat(page).hasContent("Bye release-run-2, you");
    revision.restore();
    assertThat(page).hasContent("Hello, you");
  }

  @Test
  void whatNoPageShowsIsALineMoreInTheFileAsItIs() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "Hello\n");
    Revision revision =
        revision("change: {file: page.html, replace: Hello, by: '{release}'}", TWO_STAGES);

    revision.renew();
    revision.renewUnseen();

    assertThat(page).hasContent("release-run-1\n\n");
    revision.restore();
    assertThat(page).hasContent("Hello\n");
  }

  @Test
  void aBrokenReleaseHasAnEntryPointThatEndsAtOnce() throws IOException {
    Revision revision = revision("page: /", TWO_STAGES);

    revision.breakStart(List.of("/start"));

    assertThat(dockerfile()).containsPattern("COPY d /\n\nENTRYPOINT \\[\"/bin/sh\",.*exit 1\"]\n");
    assertThat(directory.resolve(Revision.OVERLAY)).doesNotExist();
  }

  @Test
  void withoutADockerfileAComposeFileGivesTheEntryPoint() throws IOException {
    Revision revision = revision("change: {argument: V}", "");

    revision.breakStart(List.of("/start"));

    assertThat(Overlays.laidOver(List.of("compose.yml"), directory))
        .containsExactly("compose.yml", Revision.OVERLAY);
    assertThat(directory.resolve(Revision.OVERLAY))
        .content()
        .startsWith("services: {\"app\": {entrypoint: [\"/bin/sh\",");
    assertThatThrownBy(revision::failTheBuild).hasMessage("The image has no Dockerfile");
    revision.restore();
    assertThat(Overlays.laidOver(List.of("compose.yml"), directory)).containsExactly("compose.yml");
  }

  @Test
  void withoutADockerfileOnlyTheReleaseWithTheNewWordEnds() throws IOException {
    Files.writeString(directory.resolve("page.html"), "Hello, you\n");
    Revision revision =
        revision("change: {file: page.html, replace: Hello, by: 'Bye {release}'}", "");

    revision.renew();
    revision.breakStart(List.of("java", "-cp", "/app"));

    assertThat(directory.resolve(Revision.OVERLAY))
        .content()
        .contains("grep -rqsF release-run-1 ", "exec \\\"$$@\\\"")
        .endsWith("\"start\",\"java\",\"-cp\",\"/app\"]}}\n");
  }

  @Test
  void anEntryPointOfTheComposeFileEndsOnlyInTheBrokenImage() throws IOException {
    Revision revision =
        revision("page: /", TWO_STAGES, "{\"services\": {\"app\": {\"entrypoint\": [\"a $$1\"]}}}");

    revision.breakStart(List.of("/start"));

    assertThat(dockerfile()).endsWith("ENV ECLUSE_BROKEN=yes\n");
    assertThat(directory.resolve(Revision.OVERLAY))
        .content()
        .contains("-z \\\"$$ECLUSE_BROKEN\\\"", "exec \\\"$$@\\\"")
        .endsWith("\"start\",\"a $$1\"]}}\n");
  }

  @Test
  void aLateReleaseHasAnEntryPointThatWaitsAndThenBecomesItsOwn() throws IOException {
    Revision revision = revision("page: /", TWO_STAGES);

    boolean isLate = revision.startLate(List.of("/start \"now\""), List.of("serve"));

    assertThat(isLate).isTrue();
    assertThat(dockerfile())
        .containsPattern(
            "trap : USR1; sleep 20 .*; exec .*,\"late\",\"/start ..now.. serve\",\"/start ..now..\"]\nCMD \\[\"serve\"]\n$");
  }

  @Test
  void withoutADockerfileABuildFailsForTheSourceOfTheChange() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "Hello, you\n");
    Revision revision =
        revision("change: {file: page.html, replace: Hello, by: 'Bye {release}'}", "");

    revision.failTheBuild();

    assertThat(page).hasContent("this release can not be built");
    revision.restore();
    assertThat(page).hasContent("Hello, you");
  }

  private Revision revision(String promise, String dockerfile) throws IOException {
    return revision(promise, dockerfile, WITHOUT_BUILD);
  }

  private Revision revision(String promise, String dockerfile, String config) throws IOException {
    Files.writeString(directory.resolve(Promise.FILE), promise);
    if (!dockerfile.isEmpty()) {
      Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    }
    StackDirectory stack = new StackDirectory(directory);
    JsonNode tree = new ObjectMapper().readTree(config);
    Composition composition =
        Composition.of(new ComposeFiles(List.of()), tree, ComposePaths.of(tree), stack);
    return new Revision(stack.promise(), composition, new Sources(directory), "run");
  }

  private String dockerfile() throws IOException {
    return Files.readString(directory.resolve("Dockerfile"));
  }
}
