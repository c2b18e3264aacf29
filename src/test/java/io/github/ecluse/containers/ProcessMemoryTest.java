package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A shell that was told words, and keeps one of them in a variable. */
class ProcessMemoryTest {
  @Test
  void aWordThatAProcessKeepsIsFound() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "read -r kept; echo ready; read -r end").start();
    try (OutputStream out = shell.getOutputStream()) {
      out.write("ecluseqa17z kept\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      assertThat(shell.getInputStream().read()).as("first letter of 'ready'").isEqualTo('r');

      ProcessMemory memory = new ProcessMemory(words -> Command.of(words).run(), shell.pid());

      assertThat(memory.words("ecluseq[a-z][0-9]*z")).containsExactly("ecluseqa17z");
      assertThat(memory.words("eclusex[a-z][0-9]*z")).isEmpty();
    } finally {
      shell.destroyForcibly();
    }
  }
}
