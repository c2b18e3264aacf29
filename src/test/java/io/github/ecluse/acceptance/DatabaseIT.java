package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.stack.AcceptanceTest;
import io.github.ecluse.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The database, through JDBC with the document's credentials. */
@AcceptanceTest
@Order(6)
class DatabaseIT {
  @Test
  void theDocumentsUserReachesTheDocumentsDatabase(Stack stack) throws SQLException {
    stack.deployed();
    String url = "jdbc:mariadb://%s/appdb".formatted(stack.databaseAddress());

    try (Connection connection = DriverManager.getConnection(url, "appuser", "apppass");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DATABASE(), VERSION()")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("appdb");
      assertThat(row.getString(2)).contains("MariaDB");
    }
  }
}
