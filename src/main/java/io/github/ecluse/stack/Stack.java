package io.github.ecluse.stack;

import static org.awaitility.Awaitility.await;

import io.github.ecluse.docker.Engine;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.pipeline.Pipeline;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.pipeline.Release;
import io.github.ecluse.process.CommandResult;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.ImageLayer;
import io.github.ecluse.registry.Registry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.ComposeContainer;

/**
 * A stack that runs for one run of the gate: a copy of the directory, started through
 * Testcontainers under a project name and ports of its own, and removed without a trace.
 */
public final class Stack implements AutoCloseable {
  private static final int DATABASE_PORT = 3306;

  private static final Duration REGISTRY_LIMIT = Duration.ofSeconds(30);

  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(60);

  /** Each look at the containers takes the engine processor time that what is awaited needs too. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /** The services of the contract, in the order in which they are started. */
  public static final List<String> SERVICES = List.of("registry", "db", "app");

  private final Engine engine;
  private final Journal journal;
  private final StackCopy copy;
  private final ComposeContainer compose;
  private final String project;
  private final Pipeline pipeline;
  private final Probes probes;
  private final Application application;
  private HostProcesses host;
  private final List<PipelineRun> runs = new ArrayList<>();
  private final Set<String> volumes = new HashSet<>();
  private final Map<String, List<ImageLayer>> layers = new HashMap<>();
  private Release deployed;
  private boolean uneven;

  private Stack(StackDirectory origin, Journal journal) {
    this.journal = journal;
    engine = Engine.local();
    copy = StackCopy.of(origin);
    application = new Application(copy.directory(), copy.buildArguments());
    compose = copy.container("registry", "db");
    start();
    project =
        engine
            .projectStartedFrom(copy.directory().toString())
            .orElseThrow(() -> new IllegalStateException("Compose started no container"));
    probes = new Probes(engine, project);
    pipeline = new Pipeline(copy.directory(), copy.environment(project), this::afterRun);
    try {
      makeReady(origin);
    } catch (RuntimeException e) {
      throw removedBecause(e);
    }
  }

  private void makeReady(StackDirectory origin) {
    awaitRegistry();
    Seed.plantIn(service("registry").id(), engine.client());
    journal.record("stack", "%s from %s".formatted(project, origin.path()));
    new Provenance(this, copy.images()).recordIn(journal);
    letDatabaseStart();
  }

  /** What no pipeline can use is not left to stand until the JVM ends. */
  private RuntimeException removedBecause(RuntimeException cause) {
    RuntimeException notReady = new StackNotReadyException(Evidence.of(this), cause);
    try {
      close();
    } catch (IllegalStateException left) {
      notReady.addSuppressed(left);
    }
    return notReady;
  }

  /**
   * A pipeline that takes the database down in its first start may leave half a database, and would
   * be red for what was started here. One that never starts is for the pipeline to tell.
   */
  private void letDatabaseStart() {
    try {
      awaitContainers("the first start of db")
          .atMost(HEALTH_LIMIT)
          .until(
              () ->
                  services().stream()
                      .noneMatch(one -> one.service().equals("db") && one.isStarting()));
    } catch (ConditionTimeoutException e) {
      journal.record("db", "still starting after " + HEALTH_LIMIT.toSeconds() + " s");
    }
  }

  /** On a failure Testcontainers tells the exit code only: Compose is asked again for its words. */
  private void start() {
    try {
      compose.start();
    } catch (RuntimeException e) {
      // Its networks would be in the way: each has a subnet that no second one may take.
      compose.stop();
      String project = "ecluse-again-" + ProcessHandle.current().pid();
      CommandResult again =
          copy.command(project, "docker", "compose", "up", "-d", "registry", "db");
      copy.command(project, "docker", "compose", "down", "--volumes");
      copy.delete();
      throw new IllegalStateException(
          "Tried to start registry and db, but Compose says: " + again.stderr(), e);
    }
  }

  /**
   * Starts what comes before the pipeline: the registry, which must be there to be pushed to, and
   * the database.
   *
   * @throws StackRefusedException if the directory does not keep the contract
   * @throws io.github.ecluse.docker.EngineMissingException if no engine answers
   */
  public static Stack start(StackDirectory origin, Journal journal) {
    return new Stack(origin, journal);
  }

  /**
   * The release that serves; the pipeline is run for it if it has not run yet. One that failed is
   * not run again for each check: every one of them fails at once, for that reason.
   *
   * @throws io.github.ecluse.pipeline.PipelineFailedException if it fails
   */
  public Release deployed() {
    if (deployed == null && runs.isEmpty()) {
      run();
    }
    return deployed == null ? runs.get(0).release() : deployed;
  }

  /**
   * Waits until every service of the release that serves is well.
   *
   * @throws io.github.ecluse.pipeline.PipelineFailedException if the pipeline fails
   */
  public void deployedAndWell() {
    deployed();
    awaitWell(SERVICES);
  }

  /**
   * Runs the pipeline.
   *
   * @throws io.github.ecluse.pipeline.PipelineFailedException if it fails
   */
  public Release run(String... options) {
    return attempt(Map.of(), options).release();
  }

  /** Runs the pipeline, with more variables in the environment, and tells what came of it. */
  public PipelineRun attempt(Map<String, String> variables, String... options) {
    beforeDown();
    return noted(pipeline.attempt(variables, options));
  }

  /**
   * Runs the pipeline, and kills it with all that it started when it prints such a line.
   *
   * @param at told of each line as it is printed
   */
  public PipelineRun killed(Predicate<String> at, String... options) {
    beforeDown();
    return pipeline.attempt(Map.of(), at, options);
  }

  /** Runs the pipeline, and tells of each line as it is printed. */
  public PipelineRun watched(Consumer<String> onLine, String... options) {
    return noted(
        killed(
            line -> {
              onLine.accept(line);
              return false;
            },
            options));
  }

  /** Runs a line as a user pastes it into a shell, in the stack's directory. */
  public PipelineRun paste(String line) {
    beforeDown();
    return noted(pipeline.paste(line));
  }

  private PipelineRun noted(PipelineRun run) {
    if (run.deployed()) {
      deployed = run.release();
    }
    return run;
  }

  /** What each run of the pipeline that succeeded has deployed, oldest first. */
  public List<Release> releases() {
    return runs.stream().filter(PipelineRun::deployed).map(PipelineRun::release).toList();
  }

  /** The run of the pipeline that deployed what serves. */
  public PipelineRun lastRun() {
    deployed();
    return runs.get(runs.size() - 1);
  }

  /** All that the runs of the pipeline printed. */
  String pipelineOutput() {
    return runs.stream()
        .map(run -> "exit code " + run.exitCode() + "\n" + String.join("\n", run.lines()))
        .collect(Collectors.joining("\n\n"));
  }

  private void afterRun(PipelineRun run) {
    runs.add(run);
    journal.record("build.sh", "exit code %d; %s".formatted(run.exitCode(), run.stages()));
    if (run.deployed()) {
      journal.record("digest", run.release().digest().toString());
    }
  }

  /**
   * The one container of a service, as it is now.
   *
   * @throws IllegalStateException if there is none, or more than one
   */
  public ServiceContainer service(String name) {
    return only(name, services());
  }

  private static ServiceContainer only(String name, List<ServiceContainer> all) {
    List<ServiceContainer> found =
        all.stream().filter(container -> container.service().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "expected one container of the service %s, found %s".formatted(name, found));
    }
    return found.get(0);
  }

  /** The containers of all services, as they are now. */
  public List<ServiceContainer> services() {
    return engine.containers(project);
  }

  /** The containers of the contract's services, as they are now; a stack may have more. */
  public List<ServiceContainer> required() {
    return services().stream().filter(container -> SERVICES.contains(container.service())).toList();
  }

  /** The state of each service, and whether the registry answers, in one line. */
  public String seen() {
    String states =
        services().stream()
            .map(service -> service.service() + " " + service.state() + "/" + service.health())
            .collect(Collectors.joining(", "));
    return states + ", registry " + (registry().answers() ? "answers" : "does not answer");
  }

  /**
   * The layers of the application's image that its base image does not have, as the registry holds
   * them.
   */
  public List<ImageLayer> layersAboveTheBase() {
    return layers.computeIfAbsent(service("app").imageId(), this::layersAboveTheBaseOf);
  }

  private List<ImageLayer> layersAboveTheBaseOf(String image) {
    Digest digest =
        engine.digests(image, repository()).stream()
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("the image that app runs is not of the registry"));
    int ofBase = engine.layersOfBase(application.baseImages(), image);
    return registry().layersAbove("app", digest, ofBase);
  }

  /** The registry of the stack. */
  public Registry registry() {
    return new Registry(URI.create("http://127.0.0.1:" + copy.registryPort()));
  }

  /** Where the application is reached from the host. */
  public URI appUrl() {
    return URI.create("http://127.0.0.1:" + copy.appPort());
  }

  /** The label, key=value, by which an image that a test builds by hand is removed in the end. */
  public String imageLabel() {
    return copy.imageLabel();
  }

  /** The repository of the application's image, with the registry's address. */
  public String repository() {
    return copy.repository();
  }

  /**
   * The address of the database for a JDBC client of the host, which has an address of its own in
   * each network of a container: nothing need be published for it.
   */
  public String databaseAddress() {
    return service("db").addresses().values().stream()
        .filter(address -> !address.isEmpty())
        .findFirst()
        .map(address -> address + ":" + DATABASE_PORT)
        .orElseThrow(() -> new IllegalStateException("db is on no network"));
  }

  /** The probe on a network of the stack. */
  public Probe probeOn(String network) {
    return probes.on(network);
  }

  /**
   * Whether ping from the probe on a network reaches anything there: the control of what it sees.
   */
  public boolean pingWorksOn(String network) {
    return probes.pingWorksOn(network);
  }

  /** A container of the gate's own that takes the address that another one has just left. */
  public Probe successorOn(String network) {
    return probes.successorOn(network);
  }

  /** A probe on the network of the engine's host itself. */
  public Probe probeOnHost() {
    return probes.onHost();
  }

  /** Another container of the gate's own on a network, beside the probe. */
  public Probe neighbourOn(String network) {
    return probes.neighbourOn(network);
  }

  /** The processes of the engine's host, from a container that is kept: it is on no network. */
  public HostProcesses host() {
    if (host == null) {
      host = new HostProcesses(engine);
    }
    return host;
  }

  /** The full name of a network of the stack. */
  public String networkName(String network) {
    return probes.fullName(network);
  }

  /** Starts one more container of the service {@code app}, with this variable changed. */
  public SecondApplication secondApplication(String variable, String value) {
    String setting = variable + "=" + value;
    String id =
        command(
                "docker",
                "compose",
                "run",
                "-d",
                "--no-deps",
                "-p",
                SecondApplication.PUBLISHED,
                "-e",
                setting,
                "app")
            .orThrow()
            .stdout()
            .strip();
    return new SecondApplication(engine, id);
  }

  /** The application's source, in the gate's copy. */
  public Application application() {
    return application;
  }

  /** Runs a command in the stack's directory, acting on its project. */
  public CommandResult command(String... words) {
    return copy.command(project, words);
  }

  /**
   * Probes would keep networks from being removed. Volumes without a name carry no label, and
   * `down` leaves them where nobody finds them again: they are noted while a container names them.
   */
  private void beforeDown() {
    probes.withdraw();
    volumes.addAll(engine.volumes(project));
  }

  /** Stops and removes the containers of all services, by the document's command. */
  public void takeDown() {
    beforeDown();
    command("docker", "compose", "down").orThrow();
  }

  /** Creates and starts services, all if none is named, and waits until they are healthy. */
  public void bringUp(String... services) {
    List<String> words = new ArrayList<>(List.of("docker", "compose", "up", "-d"));
    words.addAll(List.of(services));
    command(words.toArray(String[]::new)).orThrow();
    awaitWell(services.length == 0 ? SERVICES : List.of(services));
  }

  /** After each check: its changes of the application's source are taken back. */
  void restoreSource() {
    application.restore();
  }

  /** After a check that failed, which may have left something down. */
  void leaveUneven() {
    uneven = true;
  }

  /** Before a check: brings up what one that failed left down. After the last one none needs it. */
  void level() {
    if (uneven) {
      probes.withdraw();
      command("docker", "compose", "unpause");
      command("docker", "compose", "up", "-d");
      uneven = false;
    }
  }

  /** Waits until the registry answers. */
  public void awaitRegistry() {
    await("an answer of the registry on port " + copy.registryPort())
        .atMost(REGISTRY_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(registry()::answers);
  }

  /** A wait for what the containers say, named for its message; its limit is the caller's. */
  public ConditionFactory awaitContainers(String what) {
    return await(what).pollInterval(BETWEEN_LOOKS);
  }

  /** Waits until these services are healthy, or run if they have no health check. */
  public void awaitWell(List<String> services) {
    awaitContainers("healthy: " + services)
        .atMost(HEALTH_LIMIT)
        .ignoreException(IllegalStateException.class)
        .until(() -> areWell(services, services()));
  }

  private static boolean areWell(List<String> services, List<ServiceContainer> now) {
    return services.stream().allMatch(name -> only(name, now).isWell());
  }

  /** The digests under which the stack's registry knows the image that a service runs. */
  public Set<Digest> digestsOf(String service) {
    return engine.digests(service(service).imageId(), repository());
  }

  /** The engine that the stack runs on. */
  public Engine engine() {
    return engine;
  }

  /** The name of the Compose project. */
  public String project() {
    return project;
  }

  /** The directory of the gate's copy. */
  public Path directory() {
    return copy.directory();
  }

  /**
   * Removes all of it.
   *
   * @throws IllegalStateException if something is left after all
   */
  @Override
  public void close() {
    beforeDown();
    if (host != null) {
      host.close();
    }
    // Not by Testcontainers: to it, what a rolling release laid over the stack is an orphan that it
    // keeps, and it waits for a service that does not stop when asked. All of this is thrown away.
    command("docker", "compose", "down", "--remove-orphans", "--volumes", "--timeout", "1");
    volumes.forEach(engine::removeVolume);
    engine.removeImages(copy.imageLabel(), copy.repository());
    copy.delete();
    List<String> left = engine.leftovers(project);
    if (!left.isEmpty()) {
      throw new IllegalStateException("left behind by the stack " + project + ": " + left);
    }
    journal.say("stack " + project + " removed");
  }
}
