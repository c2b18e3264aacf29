package io.github.ecluse.init;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecluse.promise.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is guessed from the files beside a Compose file: the command that deploys, the health page.
 */
class GuessedFilesTest {
  private static final String SERVER =
      """
      {"services": {"server": {"image": "localhost:5000/server", "build": {"context": "server"},
          "healthcheck": {"test": ["CMD", "/server", "-healthcheck"]}}}}\
      """;

  @TempDir private Path directory;

  @Test
  void withoutAPathInTheHealthCheckTheSourcesAreReadButNotThoseOfOthers() throws IOException {
    write("server/vendor/other/a.go", "mux.HandleFunc(\"/health\", nil)");
    write("server/main.go", "mux.HandleFunc(\"/internal/healthz\", nil)");

    assertThat(read(guess(SERVER)).health()).isEqualTo("/internal/healthz");
  }

  @Test
  void aScriptInAFolderOrATargetOfAMakefileDeploys() throws IOException {
    write("Makefile", "build:\n\tdocker build .\ndeploy: build\n\tdocker compose up -d\n");
    assertThat(read(guess(SERVER)).deploy()).isEqualTo("make deploy");

    assertThat(write("deploy/release.sh", "#!/bin/sh\n").toFile().setExecutable(true)).isTrue();
    Findings findings = guess(SERVER);

    assertThat(read(findings).deploy()).isEqualTo("./deploy/release.sh");
    assertThat(findings.report())
        .anyMatch(line -> line.contains("which of ./deploy/release.sh, make deploy builds"));
  }

  @Test
  void aScriptThatReleasesToAnotherMachineStaysAComment() throws IOException {
    Path script = write("bin/deploy", "#!/bin/sh\nset -e\nssh prod docker compose up -d\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    Findings findings = guess(SERVER);

    String why = "it names another machine: bin/deploy, line 3: ssh prod docker compose up -d";
    assertThat(read(findings).says("deploy")).as("a key deploy").isFalse();
    assertThat(findings.file()).contains("# deploy: ./bin/deploy   # " + why);
    assertThat(findings.report())
        .anyMatch(line -> line.startsWith("could not tell: whether ./bin/deploy may deploy"))
        .noneMatch(line -> line.startsWith("guessed: deploy"));
  }

  /** Root may open every folder, but no file that the kernel refuses to read. */
  @Test
  void whatCanNotBeReadIsLeftOut() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("server/data"));
    Files.createSymbolicLink(directory.resolve("server/a.go"), Path.of("/proc/self/mem"));
    write("server/main.go", "mux.HandleFunc(\"/healthz\", nil)");
    Files.write(directory.resolve("Makefile"), new byte[] {(byte) 0xe9, '\n'});
    Files.setPosixFilePermissions(folder, Set.of());
    try {
      assertThat(read(guess(SERVER)).health()).isEqualTo("/healthz");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private Path write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private Findings guess(String config) throws JsonProcessingException {
    return Guess.of(directory, new ObjectMapper().readTree(config));
  }

  private Promise read(Findings findings) throws IOException {
    Files.writeString(directory.resolve(Promise.FILE), findings.file());
    return Promise.in(directory);
  }
}
