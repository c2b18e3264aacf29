package io.github.ecluse.stack;

import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.docker.Images;
import io.github.ecluse.pipeline.Pipeline;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Releases;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.Registry;
import io.github.ecluse.workspace.Workspace;
import java.util.Optional;

/** The releases of a stack, which are written down in the journal. */
final class History {
  private final Journal journal;
  private final String command;
  private final Trail trail;

  private History(Journal journal, String command, Trail trail) {
    this.journal = journal;
    this.trail = trail;
    this.command = command;
  }

  /** Returns the releases, of which there is none yet. */
  static Releases of(
      Workspace workspace,
      ComposeProject compose,
      Registry registry,
      Images images,
      Journal journal) {
    String deploy = workspace.promise().deploy();
    Pipeline pipeline =
        new Pipeline(
            workspace.directory(),
            deploy,
            workspace.tag(),
            () -> workspace.environment(compose.name()),
            () -> held(workspace, registry));
    History history =
        new History(
            journal,
            deploy.replaceFirst("^\\./", ""),
            new Trail(workspace, images, registry, compose));
    return new Releases(pipeline, compose::prepareForDown, history::record);
  }

  private static Optional<Digest> held(Workspace workspace, Registry registry) {
    return registry.answers()
        ? registry.digest(workspace.repositoryName(), workspace.tag())
        : Optional.empty();
  }

  private void record(PipelineRun run) {
    journal.record(command, "exit code %d; %s".formatted(run.exitCode(), run.stages()));
    if (run.deployed()) {
      journal.record("digest", run.release().digest().toString());
    }
    journal.note(trail.of(run));
  }
}
