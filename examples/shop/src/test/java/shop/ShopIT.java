package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.junit.StackExtension;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the stack of this repository with the library, as another project would. */
class ShopIT {
  @RegisterExtension
  static final StackExtension SHOP = StackExtension.of(Path.of("../.."));

  @Test
  void theReleasedImageIsTheOneThatRuns(Stack shop) {
    Release release = shop.release();

    assertThat(shop.registry().digest("app", "latest")).contains(release.digest());
    assertThat(shop.service("app").imageDigests()).contains(release.digest());
  }
}
