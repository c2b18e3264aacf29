package io.github.ecluse.promise;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a stack promises: {@code ecluse.yml} beside its Compose file. Each key has a default, so
 * that a directory without the file is the document's stack.
 *
 * @param registry the service of the registry
 * @param application the service of the application
 * @param database the database; empty if the stack has none
 * @param deploy the command that deploys, as a shell takes it
 * @param repository the repository of the application's image; empty if Compose's name of the image
 *     tells it
 * @param dockerfile the file that the image is built from; empty if it is to be looked for
 * @param page the path of the page
 * @param health the path of the health page
 * @param databasePage the path of the page that asks the database; empty if there is none
 * @param change how a release is made new
 * @param claims the names of the claims that the stack makes
 * @param lines the line of each key that the file has, by its path: {@code services.registry}
 */
public record Promise(
    String registry,
    String application,
    Optional<Database> database,
    String deploy,
    Optional<String> repository,
    Optional<String> dockerfile,
    String page,
    String health,
    Optional<String> databasePage,
    Change change,
    Set<String> claims,
    Map<String, Integer> lines) {
  /** The name of the file. */
  public static final String FILE = "ecluse.yml";

  /**
   * Reads the file of a directory; without one, all is as the defaults say.
   *
   * @param directory the directory of the stack
   * @return what the stack promises
   * @throws PromiseException with the first mistake
   */
  public static Promise in(Path directory) {
    PromiseFile file = PromiseFile.of(directory.resolve(FILE));
    Optional<Database> database = file.database();
    Optional<String> databasePage = file.databasePage(database.isPresent());
    Promise promise =
        new Promise(
            file.registry(),
            file.application(),
            database,
            file.deploy(),
            file.repository(),
            file.dockerfile(),
            file.page(),
            file.health(),
            databasePage,
            file.change(),
            file.claims(database.isPresent(), databasePage.isPresent()),
            file.lines());
    promise.checkServices();
    return promise;
  }

  private void checkServices() {
    List<String> services = services();
    for (int i = 1; i < services.size(); i++) {
      if (services.subList(0, i).contains(services.get(i))) {
        throw mistake(
            "services",
            "the service '%s' has two parts in 'services'; allowed: one"
                .formatted(services.get(i)));
      }
    }
  }

  /** {@return the services that the gate acts on, in the order in which they are started} */
  public List<String> services() {
    return Stream.of(Stream.of(registry), databaseService().stream(), Stream.of(application))
        .flatMap(names -> names)
        .toList();
  }

  /** {@return the service of the database; empty if the stack has none} */
  public Optional<String> databaseService() {
    return database.map(Database::service);
  }

  /**
   * {@return an exception about the value of a key}
   *
   * @param key its path: {@code services.registry}
   * @param problem what is wrong, and what is allowed
   */
  public PromiseException mistake(String key, String problem) {
    return new PromiseException(lines.getOrDefault(key, 1), problem);
  }

  /**
   * {@return whether the file has a key}
   *
   * @param key its path: {@code services.registry}
   */
  public boolean says(String key) {
    return lines.containsKey(key);
  }
}
