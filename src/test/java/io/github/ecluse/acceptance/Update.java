package io.github.ecluse.acceptance;

import io.github.ecluse.database.MarkedRow;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.stack.Stack;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One update of a stack, from a page that is changed to the end of the pipeline, as it was seen at
 * that moment. It is made once, also if it fails: then each question about it fails.
 */
final class Update implements AutoCloseable {
  private final Stack stack;
  private final Release before;
  private final ServiceContainer old;
  private final Optional<MarkedRow> row;
  private final Supplier<Page> pageBefore;
  private final Optional<String> text;
  private final LateStart late;
  private final PipelineRun run;
  private final List<ServiceContainer> services;
  private final Optional<String> unreachable;
  private Page page;

  private Update(Stack stack) {
    this.stack = stack;
    before = stack.ensureReleasedAndWell();
    old = stack.application();
    row = stack.workspace().promise().database().map(database -> MarkedRow.leftIn(stack));
    pageBefore = lookAtPage(stack);
    text = stack.workspace().revision().renew();
    late = LateStart.of(stack);
    run = stack.releases().attempt(Map.of());
    services = stack.services().required();
    unreachable = unreachable(stack);
  }

  /** Changes the page, lets the application start late, and runs the pipeline. */
  static Update of(Stack stack) {
    return new Update(stack);
  }

  /** A page that does not answer is a failure of the checks that ask for it, and of no other. */
  private static Supplier<Page> lookAtPage(Stack stack) {
    try {
      Page page = Page.of(stack);
      return () -> page;
    } catch (UncheckedIOException e) {
      return () -> {
        throw new IllegalStateException("The page did not answer before the update", e);
      };
    }
  }

  private static Optional<String> unreachable(Stack stack) {
    try {
      Http.on(stack.appUrl()).get(stack.workspace().promise().health());
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(e.toString());
    }
  }

  /**
   * Ends the watch over the late start. If that release still serves, another one is deployed:
   * whoever goes back to it later would wait for it again, for longer than its health check does.
   */
  @Override
  public void close() {
    late.close();
    if (late.isLate() && run.deployed() && stack.releases().current().equals(run.release())) {
      stack.workspace().revision().renew();
      stack.releases().deploy();
      stack.workspace().revision().restore();
    }
  }

  /** Returns the release before. */
  Release before() {
    return before;
  }

  /** Returns the container of the application before. */
  ServiceContainer old() {
    return old;
  }

  /** Returns a row that was left in the database before. */
  MarkedRow row() {
    return row.orElseThrow();
  }

  /**
   * Returns the last page before: nobody has looked since.
   *
   * @throws IllegalStateException if it did not answer
   */
  Page pageBefore() {
    return pageBefore.get();
  }

  /** Returns what the page was changed to say; empty if the page does not show the change. */
  Optional<String> text() {
    return text;
  }

  /**
   * Returns the release.
   *
   * @throws io.github.ecluse.pipeline.PipelineFailedException if the pipeline failed
   */
  Release release() {
    return run.release();
  }

  /**
   * Returns the services as they were when the pipeline had ended.
   *
   * @throws io.github.ecluse.pipeline.PipelineFailedException if it failed
   */
  List<ServiceContainer> services() {
    run.release();
    return services;
  }

  /** Returns why the application did not answer when the pipeline had ended; empty if it did. */
  Optional<String> unreachable() {
    return unreachable;
  }

  /** Returns the first page after the pipeline had ended: one visit more. */
  Page page() {
    if (page == null) {
      page = Page.of(stack);
    }
    return page;
  }
}
