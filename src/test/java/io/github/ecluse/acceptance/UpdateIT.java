package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.github.ecluse.containers.RegistryContainer;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.flask.Application;
import io.github.ecluse.flask.Database;
import io.github.ecluse.flask.ImageLayers;
import io.github.ecluse.junit.AcceptanceTest;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The update: a changed page is served by a new container, and nothing else is lost or changed. */
@AcceptanceTest
@Order(12)
class UpdateIT {
  /** New in every run: a page that was built before may be cached on top of other layers. */
  private static final String TEXT = "the lock is open " + System.nanoTime();

  private static final String UNPUSHED = "the lock is shut " + System.nanoTime();

  /** A changed line is some kilobytes; the smallest layer of packages is hundreds. */
  private static final long CHANGED_LINE_LIMIT = 100_000;

  private Application application;

  @BeforeEach
  void deploy(Stack stack) {
    stack.ensureReleased();
    application = Application.of(stack);
  }

  @Test
  @Order(1)
  void aChangedPageIsServedByANewContainerAndNothingIsLost(Stack stack) throws SQLException {
    Release before = stack.ensureReleased();
    ServiceContainer old = stack.application();
    execute(stack, "CREATE TABLE IF NOT EXISTS ecluse_kept (word VARCHAR(20))");
    execute(stack, "INSERT INTO ecluse_kept VALUES ('canal')");
    Page page = Page.of(stack);
    application.addToPages(TEXT);
    application.startLate();

    Release after = stack.releases().deploy();

    assertThat(stack.services().required())
        .as("services when the pipeline says that it is done")
        .allMatch(ServiceContainer::isWell, "well");
    assertThatCode(() -> Http.on(stack.appUrl()).get("/health"))
        .as("asking the app, which says that it is well, when the pipeline says that it is done")
        .doesNotThrowAnyException();
    Page changed = Page.of(stack);
    assertThat(changed.html()).contains(TEXT);
    assertThat(changed.version())
        .as("version of the changed code, as the page shows it")
        .isNotEqualTo(page.version());
    assertThat(changed.visits())
        .as("visits, which were %d before", page.visits())
        .isEqualTo(page.visits() + 1);
    assertThat(after.digest()).as("digest of the changed code").isNotEqualTo(before.digest());
    assertThat(stack.application().imageDigests()).contains(after.digest());
    assertThat(stack.services().required())
        .as("containers after the update")
        .allMatch(container -> container.createdAt().isAfter(after.startedAt()), "new ones");
    assertThat(stack.engine().inspect(old.id())).as("old container").isEmpty();
    assertThat(stack.registry().digest(stack.workspace().repositoryName(), before.digest().value()))
        .as("image of the release before, in the registry")
        .contains(before.digest());
    assertThat(keptRows(stack)).as("rows from before").isEqualTo(1);
    execute(stack, "DROP TABLE ecluse_kept");
    assertThat(bytesMadeNew(before, after, stack))
        .as("bytes of the layers that a changed line made new")
        .isLessThan(CHANGED_LINE_LIMIT);
  }

  /**
   * Where a build without cache has left the same layers once more, the first changed line may take
   * those, which are new to this registry; a second one makes none.
   */
  private long bytesMadeNew(Release before, Release after, Stack stack) {
    List<Digest> known = List.of(before.digest());
    long bytes =
        ImageLayers.bytesBeyond(
            stack.registry(), stack.workspace().repositoryName(), known, after.digest());
    if (bytes < CHANGED_LINE_LIMIT) {
      return bytes;
    }
    application.addToPages(TEXT + " again");
    known = List.of(before.digest(), after.digest());
    Digest again = stack.releases().deploy().digest();
    return ImageLayers.bytesBeyond(
        stack.registry(), stack.workspace().repositoryName(), known, again);
  }

  @Test
  @Order(2)
  void aReleaseThatDoesNotStartLeavesTheOldOneServingAndLatestWithIt(Stack stack) {
    Release before = stack.ensureReleased();
    stack.workspace().revision().breakStart();

    PipelineRun run = stack.releases().attempt(Map.of());

    assertThat(run.succeeded()).as("build.sh with a release that does not start").isFalse();
    assertThat(run.lines()).doesNotContain("[+] Pipeline completed successfully");
    assertSoftly(
        both -> {
          both.assertThat(stack.application().imageDigests())
              .as("what serves")
              .contains(before.digest());
          both.assertThat(stack.held()).as("latest in the registry").contains(before.digest());
        });
    Page.of(stack);
  }

  @Test
  @Order(3)
  void aFailedBuildLeavesTheRunningDeploymentUntouched(Stack stack) {
    ServiceContainer before = stack.application();
    stack.workspace().revision().failTheBuild();

    PipelineRun run = stack.releases().attempt(Map.of());

    assertFailedUntouched(run, before, stack);
  }

  @Test
  @Order(4)
  void aFailedPushLeavesTheRunningDeploymentUntouched(Stack stack) {
    ServiceContainer before = stack.application();
    application.addToPages(UNPUSHED);

    try (RegistryContainer refusing = RegistryContainer.withLogin()) {
      refusing.start();
      PipelineRun run = stack.releases().attempt(Map.of("REGISTRY", refusing.address()));

      assertFailedUntouched(run, before, stack);
      assertThat(run.lines()).anyMatch(line -> line.contains("no basic auth credentials"));
    }
    assertThat(Page.of(stack).html()).doesNotContain(UNPUSHED);
  }

  private static void assertFailedUntouched(PipelineRun run, ServiceContainer before, Stack stack) {
    assertThat(run.succeeded()).as("success of build.sh after a step that failed").isFalse();
    assertThat(run.lines())
        .doesNotContain("[*] Stopping containers...", "[+] Pipeline completed successfully");
    assertThat(stack.application().id()).as("container that serves").isEqualTo(before.id());
    assertThat(stack.held()).as("latest in the registry").contains(stack.ensureReleased().digest());
    Page.of(stack);
  }

  private static void execute(Stack stack, String sql) throws SQLException {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int keptRows(Stack stack) throws SQLException {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM ecluse_kept")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Connection connect(Stack stack) throws SQLException {
    return Database.connect(stack, "appuser", "apppass");
  }
}
