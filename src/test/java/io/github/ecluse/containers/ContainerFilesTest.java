package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.CommandResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of a container that are those of its program, by what Linux 6.18 printed of one. */
class ContainerFilesTest {
  private static final String MOUNTS =
      """
      overlay / overlay rw,relatime 0 0
      proc /proc proc rw,nosuid 0 0
      /dev/vda /etc/hosts ext4 rw,relatime 0 0
      /dev/vda /run/secrets/db-password ext4 ro,relatime 0 0
      /dev/vda /code/settings.ini ext4 ro,relatime 0 0
      """;

  /** As find prints them, which names a mounted file too. */
  private static final String FOUND =
      """
      /proc/7/root/run/secrets/db-password
      /proc/7/root/run/secrets/copied
      /proc/7/root/code/settings.ini
      /proc/7/root/code/app.py
      """;

  @Test
  void aSecretOfComposeMayHoldThePasswordAndNoOtherFileMay() {
    ContainerFiles files =
        new ContainerFiles(words -> printed(words[0].equals("cat") ? MOUNTS : FOUND), 7);

    assertThat(files.thatSay("secret"))
        .containsExactly("/run/secrets/copied", "/code/settings.ini", "/code/app.py");
  }

  private static CommandResult printed(String text) {
    return new CommandResult(List.of(), 0, text, "", Duration.ZERO);
  }
}
