package io.github.ecluse.database;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The variables of a database's container. The official images take each of them also from the file
 * that {@code <name>_FILE} names, such as a secret of Compose.
 */
final class DatabaseVariables {
  /** How the application of the document names its user, password and database. */
  static final String USER = "DB_USER";

  static final String PASSWORD = "DB_PASS";
  static final String NAME = "DB_NAME";

  private static final String FILE = "_FILE";
  private static final Pattern OF_A_USER =
      Pattern.compile("((MARIADB|MYSQL)(_ROOT)?|POSTGRES(QL)?)_PASSWORD");

  /** By the id of the container: one that is stopped has no files to read. */
  private static final Map<String, Map<String, String>> READ = new ConcurrentHashMap<>();

  private DatabaseVariables() {}

  static Map<String, String> of(Stack stack) {
    ServiceContainer database = stack.database();
    Map<String, String> own = database.environment();
    if (own.keySet().stream().anyMatch(name -> name.endsWith(FILE))) {
      own =
          READ.computeIfAbsent(
              database.id(),
              id ->
                  read(
                      database.environment(),
                      path -> stack.host().files(database.pid()).text(path)));
    }
    return own.keySet().stream().anyMatch(OF_A_USER.asMatchPredicate())
        ? own
        : with(own, ofTheApplication(stack));
  }

  /** A script may have made the user; the application is not there before its first release. */
  private static Map<String, String> ofTheApplication(Stack stack) {
    return stack.services().all().stream()
        .filter(one -> one.service().equals(stack.workspace().promise().application()))
        .findFirst()
        .map(ServiceContainer::environment)
        .orElse(Map.of());
  }

  /** Returns variables with those of the document's application. */
  static Map<String, String> with(Map<String, String> variables, Map<String, String> application) {
    Map<String, String> all = new HashMap<>(variables);
    for (String name : new String[] {USER, PASSWORD, NAME}) {
      if (application.containsKey(name)) {
        all.putIfAbsent(name, application.get(name));
      }
    }
    return all;
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
