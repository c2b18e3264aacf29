package io.github.ecluse.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.process.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
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

  /** A volume may be on NFS, and the root of a container on zfs. */
  @Test
  void allFileSystemsAreLookedAtButThoseOfTheKernel() {
    String mounts =
        """
        rpool/docker/1 / zfs rw 0 0
        mqueue /queue mqueue rw 0 0
        cgroup /limits cgroup2 rw 0 0
        tmpfs /tmp tmpfs rw 0 0
        nas:/data /srv/my\\040files\\134x nfs4 rw 0 0
        """;
    List<List<String>> commands = new ArrayList<>();
    ContainerFiles files =
        new ContainerFiles(
            words -> {
              commands.add(List.of(words));
              return printed(words[0].equals("cat") ? mounts : "");
            },
            7);

    assertThat(files.thatSay("two words")).isEmpty();
    assertThat(commands)
        .filteredOn(words -> words.contains("two words"))
        .singleElement(InstanceOfAssertFactories.LIST)
        .endsWith("two words", "/proc/7/root/", "/proc/7/root/tmp", "/proc/7/root/srv/my files\\x");
  }

  /** A volume is given to the user who writes there, and hides what the image has in its place. */
  @Test
  void theFolderOfAVolumeIsNoFileOfTheImage() {
    String mounts = "overlay / overlay rw 0 0\n/dev/vda /data\\040of\\040it ext4 rw 0 0\n";
    String found = "/proc/7/root/data of it\n/proc/7/root/code/app.py\n";
    ContainerFiles files =
        new ContainerFiles(words -> printed(words[0].equals("cat") ? mounts : found), 7);

    assertThat(files.writableBy(1000, 1000)).containsExactly("/code/app.py");
  }

  @Test
  void aLocaleWithDigitsOfItsOwnChangesNoPath() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      ContainerFiles files = new ContainerFiles(words -> printed(String.join(" ", words)), 7);

      assertThat(files.kernelText("mounts")).isEqualTo("cat /proc/7/mounts");
      assertThat(files.text("/etc/os-release")).isEqualTo("cat /proc/7/root/etc/os-release");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static CommandResult printed(String text) {
    return new CommandResult(List.of(), 0, text, "", Duration.ZERO);
  }
}
