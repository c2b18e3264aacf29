package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.image.ImageLayers;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The update: a changed page is served by a new container, and nothing else is lost or changed. One
 * update is the fixture of all checks; the first of them that runs makes it.
 */
@AcceptanceTest
@Order(120)
@TestInstance(Lifecycle.PER_CLASS)
class UpdateIT {
  /** A changed line is some kilobytes; the smallest layer of packages is hundreds. */
  private static final long CHANGED_LINE_LIMIT = 100_000;

  private Update update;

  private UnusedVolume unused;

  @BeforeEach
  void update(Stack stack) {
    if (unused == null) {
      unused = UnusedVolume.of(stack);
    }
    if (update == null) {
      update = Update.of(stack);
    }
  }

  @AfterAll
  void endLateStart() {
    if (unused != null) {
      unused.close();
    }
    if (update != null) {
      update.close();
    }
  }

  @Test
  @Order(1)
  @Claim("services-healthy")
  void whenTheUpdateIsDoneEveryServiceIsWell(Stack stack) {
    assertThat(update.services())
        .as("services when the pipeline says that it is done")
        .hasSameSizeAs(stack.workspace().promise().services())
        .allMatch(ServiceContainer::isWell, "well");
    assertThat(update.unreachable())
        .as("asking the app, which says that it is well, when the pipeline says that it is done")
        .isEmpty();
  }

  @Test
  @Order(2)
  @Claim("change-served")
  void aChangedPageIsServedByANewContainer(Stack stack) {
    Page before = update.pageBefore();
    Page page = update.page();
    page.assertShows(update.text());
    String path = stack.workspace().promise().page();
    PageEncoding.of(path, Http.on(stack.appUrl()).get(path)).assertIsReadable();
    if (Inside.isClaimed("page-names-release", stack)) {
      assertThat(page.version())
          .as("version of the changed code, as the page shows it")
          .isNotEqualTo(before.version());
    }
    assertThat(update.release().digest())
        .as("digest of the changed code")
        .isNotEqualTo(update.before().digest());
    assertThat(stack.application().imageDigests()).contains(update.release().digest());
    assertThat(update.services())
        .as("containers after the update")
        .hasSameSizeAs(stack.workspace().promise().services())
        .filteredOn(container -> DeploymentIT.isRenewed(container, stack))
        .isNotEmpty()
        .allMatch(
            container -> container.createdAt().isAfter(update.release().startedAt()), "new ones");
    assertThat(stack.engine().inspect(update.old().id())).as("old container").isEmpty();
  }

  @Test
  @Order(3)
  @Claim("data-survives")
  void anUpdateLosesNoRow(Stack stack) {
    if (Inside.isClaimed("visits-counted", stack)) {
      int visits = update.pageBefore().visits();
      assertThat(update.page().visits())
          .as("visits, which were %d before", visits)
          .isEqualTo(visits + 1);
    }
    if (stack.database().createdAt().isBefore(update.release().startedAt())) {
      replaceAll(stack);
    }
    assertThat(update.row().isThere()).as("%s from before", update.row()).isTrue();
  }

  /** What holds data and is used again next week is not in use today. */
  @Test
  @Order(4)
  @Claim("data-survives")
  void anUpdateRemovesNoVolume(Stack stack) {
    update.release();

    assertThat(unused.isThere()).as("%s, after an update", unused).isTrue();
  }

  /** A deploy command may keep the container of the database, and with it a volume of its own. */
  private static void replaceAll(Stack stack) {
    stack.compose().down();
    stack.compose().up(stack.workspace().promise().registry());
    stack.compose().up();
  }

  @Test
  @Order(5)
  @Claim("registry-keeps-images")
  void theReleaseBeforeStaysInTheRegistry(Stack stack) {
    Digest before = update.before().digest();

    assertThat(stack.registry().digest(stack.workspace().repositoryName(), before.value()))
        .as("image of the release before, in the registry")
        .contains(before);
  }

  /** A version that is not what the update wrote is taken from the content, so from all of it. */
  @Test
  @Order(6)
  @Claim("page-names-release")
  void anotherImageHasAnotherVersion(Stack stack) {
    Page page = update.page();
    if (update.text().filter(page.version()::contains).isPresent()) {
      stack.workspace().revision().renew();
    } else {
      stack.workspace().revision().renewUnseen();
    }

    Digest digest = stack.releases().deploy().digest();

    assertThat(Page.of(stack).version().equals(page.version()))
        .as("whether the page shows the same version after a release that it does not show")
        .isEqualTo(digest.equals(update.release().digest()));
  }

  /**
   * A second line: where a build without cache has left the same layers once more, the first one
   * may take those, which are new to this registry.
   */
  @Test
  @Order(7)
  @Claim("change-small")
  void aChangedLineMakesNoLayerOfPackagesNew(Stack stack) {
    stack.workspace().revision().renew();

    Digest again = stack.releases().deploy().digest();

    assertThat(again).as("digest of one more change").isNotEqualTo(update.release().digest());
    List<Digest> known = List.of(update.before().digest(), update.release().digest());
    assertThat(
            ImageLayers.bytesBeyond(
                stack.registry(), stack.workspace().repositoryName(), known, again))
        .as("bytes of the layers that a changed line made new")
        .isLessThan(CHANGED_LINE_LIMIT);
  }
}
