package io.github.ecluse.database;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The variables of a database's container. The official images take each of them also from the file
 * that {@code <name>_FILE} names, such as a secret of Compose.
 */
final class DatabaseVariables {
  private static final String FILE = "_FILE";

  /** By the id of the container: one that is stopped has no files to read. */
  private static final Map<String, Map<String, String>> READ = new ConcurrentHashMap<>();

  private DatabaseVariables() {}

  static Map<String, String> of(Stack stack) {
    ServiceContainer database = stack.database();
    Map<String, String> environment = database.environment();
    if (environment.keySet().stream().noneMatch(name -> name.endsWith(FILE))) {
      return environment;
    }
    return READ.computeIfAbsent(
        database.id(),
        id -> read(environment, path -> stack.host().files(database.pid()).text(path)));
  }

  /**
   * Returns variables with those whose values are in files.
   *
   * @param text gives the text of a file in the container
   */
  static Map<String, String> read(Map<String, String> environment, UnaryOperator<String> text) {
    Map<String, String> all = new HashMap<>(environment);
    environment.forEach(
        (name, path) -> {
          if (name.endsWith(FILE)) {
            String plain = name.substring(0, name.length() - FILE.length());
            all.computeIfAbsent(plain, any -> text.apply(path).strip());
          }
        });
    return all;
  }
}
