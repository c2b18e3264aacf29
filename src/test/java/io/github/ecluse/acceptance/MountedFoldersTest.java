package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MountedFoldersTest {
  private static final String INSPECTED =
      """
      volume\t/var/lib/mysql\t/var/lib/docker/volumes/shop_rows/_data
      bind\t/run/secrets/password\t/srv/shop/password.txt
      bind\t/uploads\t/srv/shop/uploads of visitors
      tmpfs\t/tmp\t

      """;

  /** An application and its database have the password in one file, which Compose mounts. */
  @Test
  void aVolumeAndAFolderAreAmongThemAndASingleFileIsNot() {
    assertThat(MountedFolders.in(INSPECTED, Set.of("/uploads", "/tmp")::contains))
        .containsExactly(
            "/var/lib/docker/volumes/shop_rows/_data", "/srv/shop/uploads of visitors");
  }
}
