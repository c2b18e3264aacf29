package io.github.ecluse.stack;

import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.containers.RegistryLayers;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.registry.Registry;
import io.github.ecluse.workspace.Workspace;

/** Makes a stack whose registry and database were started ready for the pipeline. */
final class Preparation {
  private Preparation() {}

  static void of(
      ComposeProject compose,
      Registry registry,
      Workspace workspace,
      Engine engine,
      Journal journal) {
    registry.awaitAnswer();
    RegistryLayers.seed(compose.services().one(workspace.promise().registry()).id(), engine);
    journal.record("stack", "%s from %s".formatted(compose.name(), workspace.origin()));
    Provenance.record(workspace, engine, journal);
    // A pipeline that takes the database down in its first start may leave half a database, and
    // would fail for what was started here. One that never starts is the pipeline's to report.
    workspace
        .promise()
        .databaseService()
        .filter(name -> !compose.services().awaitFirstStart(name))
        .ifPresent(name -> journal.record(name, "still starting after a minute"));
  }
}
