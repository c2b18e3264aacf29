package io.github.ecluse.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tool is run only where a change concerns it. */
class ConcernedFilesTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  private static Set<Path> files(String... names) {
    return Stream.of(names).map(Path::of).collect(Collectors.toSet());
  }

  private static Set<Path> concerned(Tool tool, String... changed) {
    return tool.concernedBy(PROJECT, files(changed));
  }

  @Test
  void shellCheckReadsAlsoTheScriptThatSourcesTheChangedOne() {
    assertThat(concerned(new ShellCheck(), "pipeline/stages.sh", "compose.yml"))
        .containsExactlyInAnyOrderElementsOf(files("build.sh", "pipeline/stages.sh"));
  }

  @Test
  void shellCheckReadsAScriptThatNobodySources() {
    assertThat(concerned(new ShellCheck(), "app/entrypoint.sh"))
        .containsExactlyElementsOf(files("app/entrypoint.sh"));
    assertThat(concerned(new ShellCheck(), "app/app.py", "grants.sql")).isEmpty();
  }

  @Test
  void banditReadsPython() {
    assertThat(concerned(new Bandit(), "app/app.py", "app/Dockerfile"))
        .containsExactlyElementsOf(files("app/app.py"));
  }

  @Test
  void dclintReadsComposeFilesByName() {
    assertThat(concerned(new Dclint(PROJECT), "compose.swarm.yml", "ecluse.yml", "parts/db.yml"))
        .containsExactlyElementsOf(files("compose.swarm.yml"));
  }

  @Test
  void theRulesOfDockerBenchNeedAllComposeFiles() {
    assertThat(concerned(new DockerBench(), "app/Dockerfile"))
        .contains(Path.of("compose.yml"), Path.of("compose.secure.yml"));
    assertThat(concerned(new DockerBench(), "app/app.py")).isEmpty();
  }
}
