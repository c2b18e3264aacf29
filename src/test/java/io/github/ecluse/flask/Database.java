package io.github.ecluse.flask;

import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The database of the application. */
public final class Database {
  private static final int PORT = 3306;

  private Database() {}

  /**
   * Returns a connection from the host, which has an address of its own in each network of a
   * container: nothing need be published for it. It is not encrypted, as that of the application.
   *
   * @throws SQLException if the database refuses it
   */
  public static Connection connect(Stack stack, String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://%s:%d/appdb?sslMode=disable".formatted(address(stack), PORT),
        user,
        password);
  }

  private static String address(Stack stack) {
    return stack.service("db").addresses().values().stream()
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("db is on no network"));
  }
}
