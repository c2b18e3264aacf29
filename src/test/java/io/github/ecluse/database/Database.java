package io.github.ecluse.database;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.promise.Database.Kind;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The database of the application, of the kind that the stack's ecluse.yml names. */
public final class Database {
  /** MariaDB and MySQL: "Host is not allowed to connect". */
  private static final int HOST_DENIED = 1130;

  /** SQL's state for a connection that the server rejected. */
  private static final String REJECTED = "08004";

  private Database() {}

  /**
   * Returns a connection with the name and the password that the stack gives its database.
   *
   * @throws SQLException if the database refuses it
   */
  public static Connection connect(Stack stack) throws SQLException {
    DatabaseDialect dialect = dialect(stack);
    Map<String, String> variables = DatabaseVariables.of(stack);
    return connect(stack, dialect.user(variables), dialect.password(variables));
  }

  /**
   * Returns a connection from the host, which has an address of its own in each network of a
   * container: nothing need be published for it. It is not encrypted, as that of the application.
   *
   * @throws SQLException if the database refuses it
   */
  public static Connection connect(Stack stack, String user, String password) throws SQLException {
    ServiceContainer database = container(stack);
    DatabaseDialect dialect = dialect(stack);
    String url = dialect.url(address(database), dialect.database(DatabaseVariables.of(stack)));
    return DriverManager.getConnection(url, user, password);
  }

  /** Returns the password of the application's user, as the container of the database has it. */
  public static String password(Stack stack) {
    return dialect(stack).password(DatabaseVariables.of(stack));
  }

  /** Returns the name of the application's user. */
  public static String user(Stack stack) {
    return dialect(stack).user(DatabaseVariables.of(stack));
  }

  /** Returns the name of the application's database. */
  public static String name(Stack stack) {
    return dialect(stack).database(DatabaseVariables.of(stack));
  }

  /** Returns whether such a database says nothing before a client has asked it. */
  public static boolean isAskedFirst(Stack stack) {
    return kind(stack) == Kind.POSTGRESQL;
  }

  /** Returns the TCP ports on which a database of that kind listens. */
  public static Set<Integer> ports(Stack stack) {
    return dialect(stack).ports();
  }

  /**
   * Returns what the database says of itself to the application's user: the name of the database,
   * the user, the version.
   *
   * @throws SQLException if the database refuses it
   */
  public static List<String> introduction(Stack stack) throws SQLException {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(dialect(stack).introduction())) {
      row.next();
      return List.of(row.getString(1), row.getString(2), row.getString(3));
    }
  }

  /** Returns what the version of such a database says by all means. */
  public static String words(Stack stack) {
    return kind(stack) == Kind.MYSQL ? "." : kind(stack).toString();
  }

  /** Returns the name of the user who may do everything. */
  public static String administrator(Stack stack) {
    return dialect(stack).administrator();
  }

  /** Returns statements that a user with rights on one database only may not execute. */
  public static Stream<String> beyondItsRights(Stack stack) {
    return dialect(stack).beyond(name(stack));
  }

  /**
   * Returns whether a database refused a login: by class 28 of SQL's states, or for the whole host,
   * or, as PostgreSQL's driver does it, for an empty password.
   */
  public static boolean isDenial(SQLException refusal) {
    String state = String.valueOf(refusal.getSQLState());
    return state.startsWith("28")
        || state.equals(REJECTED)
        || refusal.getErrorCode() == HOST_DENIED;
  }

  /**
   * Asks the database for a word that nobody has asked for.
   *
   * @return the word
   * @throws SQLException if the database refuses it
   */
  public static String askForAWord(Stack stack) throws SQLException {
    String word = "ecluse-asked-" + System.nanoTime();
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT '" + word + "'").close();
    }
    return word;
  }

  private static DatabaseDialect dialect(Stack stack) {
    return DatabaseDialect.of(kind(stack));
  }

  /** Returns its kind, as ecluse.yml names it. */
  static Kind kind(Stack stack) {
    return promised(stack).kind();
  }

  private static ServiceContainer container(Stack stack) {
    return stack.database();
  }

  private static io.github.ecluse.promise.Database promised(Stack stack) {
    return stack
        .workspace()
        .promise()
        .database()
        .orElseThrow(() -> new IllegalStateException("The stack has no database to connect to"));
  }

  private static String address(ServiceContainer database) {
    return database.addresses().values().stream()
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(database.service() + " is on no network"));
  }
}
