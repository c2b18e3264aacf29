package io.github.ecluse.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Here-documents are read as BuildKit reads them. */
class HeredocsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN bash -c \"cat <<<hello\"",
        "RUN cat <<<hello",
        "RUN echo $((1<<n))",
        "RUN echo 'a <<n b'",
        "RUN [\"sh\", \"-c\", \"cat <<n\"]",
        "ENV OP=\"a<<b\"",
        "ENV OP=a <<n",
        "LABEL a=<<n",
        "HEALTHCHECK CMD cat <<n"
      })
  void noOtherUseOfTheTwoSignsTakesTheLinesAfterIt(String line) {
    assertThat(names("FROM a\n" + line + "\nCMD b\n")).hasSize(3).last().isEqualTo("CMD");
  }

  @ParameterizedTest
  @CsvSource({
    "RUN cat <<n, n",
    "run 3<<n cat, n",
    "COPY <<\"n\" /a, n",
    "ADD <<'n.txt' /a, n.txt",
    "ONBUILD RUN <<n, n",
    "RUN cat <<-n, '\t\tn'",
    "RUN cat <<n && echo \"a b\", n"
  })
  void aWordOfTheShellTakesTheLinesUpToItsName(String line, String last) {
    String text = line + "\nFROM a\n" + last + " \n x" + last + "\n";

    assertThat(names(text + last + "\r\nCMD b\n")).hasSize(2).last().isEqualTo("CMD");
  }

  @Test
  void anIndentedNameEndsOnlyTheOneThatSaysSo() {
    assertThat(names("RUN <<n\n\tn\nFROM a\nn\nCMD b\n")).containsExactly("RUN", "CMD");
    assertThat(names("RUN <<-n\n n\nFROM a\n\tn\nCMD b\n")).containsExactly("RUN", "CMD");
  }

  @Test
  void severalAreReadOneAfterTheOther() {
    assertThat(names("COPY <<a <<-\"b\" /c/\nFROM 1\na\nFROM 2\n\tb\nCMD b\n"))
        .containsExactly("COPY", "CMD");
  }

  @Test
  void aVeryLongWordIsRead() {
    assertThat(names("RUN echo " + "a\\\"".repeat(200_000) + "\nCMD b\n")).hasSize(2);
    assertThat(names("RUN echo \"" + "a\\\" ".repeat(200_000) + "\nCMD b\n")).hasSize(2);
  }

  @Test
  void aByteOrderMarkHidesNoInstruction() {
    String text = "\uFEFFFROM a\nCMD b\n";

    assertThat(names(text)).containsExactly("FROM", "CMD");
    assertThat(DockerfileEdit.atEndOfStages(text, "USER c")).isEqualTo(text + "\nUSER c\n");
  }

  private static List<String> names(String text) {
    return DockerfileInstruction.in(text).stream().map(DockerfileInstruction::name).toList();
  }
}
