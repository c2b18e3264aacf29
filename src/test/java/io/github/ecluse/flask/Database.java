package io.github.ecluse.flask;

import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of the application, of the kind that the stack's ecluse.yml names. */
public final class Database {
  private Database() {}

  /**
   * Returns a connection with the name and the password that the stack gives its database.
   *
   * @throws SQLException if the database refuses it
   */
  public static Connection connect(Stack stack) throws SQLException {
    DatabaseDialect dialect = dialect(stack);
    ServiceContainer database = container(stack);
    return connect(
        stack, dialect.user(database.environment()), dialect.password(database.environment()));
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
    String url = dialect.url(address(database), dialect.database(database.environment()));
    return DriverManager.getConnection(url, user, password);
  }

  /**
   * Returns how many connections the application's user has, without the one that asks.
   *
   * @throws SQLException if the database refuses it
   */
  public static int connections(Stack stack) throws SQLException {
    try (Connection connection = connect(stack);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery(dialect(stack).connections())) {
      count.next();
      return count.getInt(1) - 1;
    }
  }

  private static DatabaseDialect dialect(Stack stack) {
    return DatabaseDialect.of(promised(stack).kind());
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
