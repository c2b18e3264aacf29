package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gate changes lies in the copy, wherever links of the stack lead. */
class RealCopiesTest {
  private static final String DOCKERFILE = "FROM scratch\n";

  @TempDir private Path folder;
  private Path stack;
  private Path elsewhere;

  @BeforeEach
  void make() throws IOException {
    stack = Files.createDirectories(folder.resolve("stack"));
    elsewhere = Files.createDirectories(folder.resolve("sources/web"));
    Files.writeString(elsewhere.resolve("Dockerfile"), DOCKERFILE);
    Files.writeString(elsewhere.resolve("page"), "Hello\n");
  }

  @Test
  void aLinkedBuildFolderIsChangedInTheCopyOnly() throws IOException {
    Files.createSymbolicLink(stack.resolve("web"), Path.of("../sources/web"));

    Path copy = renewed("web", "change: {label: a}");

    assertThat(copy.resolve("web/Dockerfile")).content().contains("LABEL");
    assertThat(copy.resolve("web")).isDirectory();
    assertThat(elsewhere.resolve("Dockerfile")).hasContent(DOCKERFILE);
  }

  @Test
  void aLinkedDockerfileInALinkedFolderIsChangedInTheCopyOnly() throws IOException {
    Files.createDirectories(folder.resolve("sources/other"));
    Files.createSymbolicLink(
        folder.resolve("sources/other/Dockerfile"), Path.of("../web/Dockerfile"));
    Files.createSymbolicLink(stack.resolve("all"), Path.of("../sources"));
    Files.createSymbolicLink(stack.resolve("web"), Path.of("all/other"));

    Path copy = renewed("web", "change: {label: a}");

    assertThat(copy.resolve("web/Dockerfile")).content().contains("LABEL");
    assertThat(elsewhere.resolve("Dockerfile")).hasContent(DOCKERFILE);
  }

  @Test
  void aLinkedFileOfTheChangeIsChangedInTheCopyOnly() throws IOException {
    Files.createSymbolicLink(stack.resolve("page"), elsewhere.resolve("page"));
    Files.writeString(stack.resolve("Dockerfile"), DOCKERFILE);

    Path copy = renewed(".", "change: {file: page, replace: Hello, by: 'Bye {release}'}");

    assertThat(copy.resolve("page")).hasContent("Bye release-run-1");
    assertThat(elsewhere.resolve("page")).hasContent("Hello");
  }

  @Test
  void linksOutOfBuildFoldersStayLinks() throws IOException {
    Files.createSymbolicLink(elsewhere.resolve("data"), Path.of("../../data"));
    Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(stack.resolve("web"), Path.of("../sources/web"));
    Files.createSymbolicLink(stack.resolve("more"), Path.of("../data"));

    Path copy = renewed("web", "change: {label: a}");

    assertThat(copy.resolve("more")).isSymbolicLink();
    assertThat(copy.resolve("web/data").toRealPath()).isEqualTo(folder.resolve("data"));
  }

  private Path renewed(String context, String promise) throws IOException {
    Files.writeString(stack.resolve(Promise.FILE), promise);
    StackDirectory origin = new StackDirectory(stack);
    String config =
        "{\"services\": {\"app\": {\"build\": {\"context\": \"%s\"}}}}"
            .formatted(stack.resolve(context).normalize());
    JsonNode tree = new ObjectMapper().readTree(config);
    Composition composition =
        Composition.of(new ComposeFiles(List.of()), tree, ComposePaths.of(tree), origin);
    Path copy = origin.copyTo(folder.resolve("copy"), composition.changed(origin)).path();
    new Revision(origin.promise(), composition, new Sources(copy), "run").renew();
    return copy;
  }
}
