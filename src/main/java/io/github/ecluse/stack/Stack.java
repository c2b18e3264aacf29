package io.github.ecluse.stack;

import io.github.ecluse.CleanUp;
import io.github.ecluse.compose.ComposeProject;
import io.github.ecluse.compose.Services;
import io.github.ecluse.containers.HostProcesses;
import io.github.ecluse.containers.Probes;
import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.pipeline.Releases;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.Registry;
import io.github.ecluse.workspace.StackDirectory;
import io.github.ecluse.workspace.Workspace;
import java.net.URI;
import java.util.Optional;

/**
 * A running stack: a copy of a directory, under a project name and ports of its own, which is
 * removed without a trace. Each of its parts can be asked for.
 */
public final class Stack implements EvidenceSource {
  private final Engine engine;
  private final Journal journal;
  private final Workspace workspace;
  private final ComposeProject compose;
  private final Releases releases;
  private final Probes probes;
  private HostProcesses host;

  private Stack(Workspace workspace, Engine engine, Journal journal) {
    this.engine = engine;
    this.journal = journal;
    this.workspace = workspace;
    compose = new ComposeProject(workspace, engine);
    probes = new Probes(engine, compose::network);
    compose.beforeDown(probes::withdraw);
    releases = History.of(workspace, compose, registry(), engine.images(), journal);
  }

  /**
   * Starts a stack up to its registry and database. The pipeline is not run.
   *
   * @param origin the stack's directory, which is copied
   * @param journal gets what happens
   * @return the stack, with its registry and database running
   * @throws io.github.ecluse.workspace.StackRefusedException if it does not keep the contract
   * @throws io.github.ecluse.promise.PromiseException if there is a mistake in {@code ecluse.yml}
   * @throws io.github.ecluse.docker.EngineMissingException if no engine answers
   * @throws StackNotReadyException if it can't be made ready; nothing of it is left then
   */
  public static Stack start(StackDirectory origin, Journal journal) {
    DeployRule.check(origin);
    return new Stack(Workspace.of(origin), Engine.local(), journal).started();
  }

  private Stack started() {
    try {
      compose.start();
    } catch (RuntimeException e) {
      throw CleanUp.after(e, workspace::close);
    }
    try {
      Preparation.of(compose, registry(), workspace, engine, journal);
    } catch (RuntimeException e) {
      throw StackNotReadyException.removing(this, e);
    }
    return this;
  }

  /**
   * Runs the pipeline if it has not run yet.
   *
   * @return the release that serves
   * @throws io.github.ecluse.pipeline.PipelineFailedException if it fails, or has failed before
   */
  public Release ensureReleased() {
    Release release = releases.ensureReleased();
    Front.awaitAnswer(workspace, services(), appUrl());
    return release;
  }

  /** {@return the same release, once every service of the contract is healthy} */
  public Release ensureReleasedAndWell() {
    Release release = releases.ensureReleased();
    services().awaitWell(workspace.promise().services());
    Front.awaitAnswer(workspace, services(), appUrl());
    return release;
  }

  /** {@return the release that serves; the pipeline must have run} */
  public Release release() {
    return releases.current();
  }

  /** Brings it back to the release that served, after a check that has left something else. */
  public void repair() {
    Repair.of(compose, releases, workspace.promise().application(), this::held);
  }

  /** {@return the history of releases, which also makes new ones} */
  public Releases releases() {
    return releases;
  }

  /** {@return the Compose project} */
  public ComposeProject compose() {
    return compose;
  }

  /** {@return the services as they are at each call} */
  public Services services() {
    return compose.services();
  }

  /**
   * {@return the one container of a service, as it is now}
   *
   * @param name the name in the Compose file
   */
  public ServiceContainer service(String name) {
    return services().one(name);
  }

  /** {@return the one container of the application, as it is now} */
  public ServiceContainer application() {
    return service(workspace.promise().application());
  }

  /** {@return the one container of the database, which the stack must have} */
  public ServiceContainer database() {
    return service(workspace.promise().databaseService().orElseThrow());
  }

  /** {@return the digest that the registry holds for the tag that is deployed; empty if none} */
  public Optional<Digest> held() {
    return registry().digest(workspace.repositoryName(), workspace.tag());
  }

  /** {@return the registry} */
  public Registry registry() {
    return new Registry(URI.create("http://127.0.0.1:" + workspace.registryPort()));
  }

  /** {@return the address of the application for clients on the host} */
  public URI appUrl() {
    return URI.create("http://127.0.0.1:" + workspace.appPort());
  }

  /** {@return the gate's own containers on the networks of the stack} */
  public Probes probes() {
    return probes;
  }

  /** {@return the processes of the engine's host} */
  public synchronized HostProcesses host() {
    if (host == null) {
      HostProcesses processes = new HostProcesses(engine);
      processes.start();
      host = processes;
    }
    return host;
  }

  /** {@return the copy of the stack's directory} */
  public Workspace workspace() {
    return workspace;
  }

  /** {@return the engine that the stack runs on} */
  public Engine engine() {
    return engine;
  }

  /** {@return the state of each service, and whether the registry answers, in one line} */
  public String summary() {
    return Evidence.summary(compose, registry());
  }

  @Override
  public Evidence evidence() {
    return Evidence.of(compose, registry(), releases);
  }

  /** Removes all of it, or fails with what is left after all. */
  @Override
  public void close() {
    try {
      if (host != null) {
        host.stop();
      }
      compose.stop();
    } catch (RuntimeException e) {
      throw CleanUp.after(e, workspace::close);
    }
    workspace.close();
    journal.say("stack " + compose.name() + " removed");
  }
}
