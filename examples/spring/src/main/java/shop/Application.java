package shop;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page that counts its visits in MariaDB, and one that asks the database. */
@SpringBootApplication
@RestController
public class Application {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private static final String GREETING = "Hello from Spring Boot";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>%1$s</title>
      <h1>%1$s</h1>
      <dl>
        <dt>Version</dt><dd id="version">%2$s</dd>
        <dt>Host</dt><dd id="host">%3$s</dd>
        <dt>Visits</dt><dd id="visits">%4$s</dd>
      </dl>
      </html>
      """;

  private static final String COUNT =
      "INSERT INTO visits VALUES (1, LAST_INSERT_ID(1))"
          + " ON DUPLICATE KEY UPDATE number = LAST_INSERT_ID(number + 1)";

  private final JdbcTemplate database;
  private final String version;
  private final String host;

  Application(JdbcTemplate database) throws IOException, NoSuchAlgorithmException {
    this.database = database;
    version = version();
    host = InetAddress.getLocalHost().getHostName();
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  /** A changed line is another version. */
  private static String version() throws IOException, NoSuchAlgorithmException {
    try (InputStream program = Application.class.getResourceAsStream("Application.class")) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(program.readAllBytes());
      return HexFormat.of().formatHex(digest, 0, 6);
    }
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  String page() {
    return PAGE.formatted(GREETING, version, host, visits());
  }

  private String visits() {
    try {
      return Long.toString(countVisit());
    } catch (DataAccessException e) {
      LOG.warn("visits unavailable: {}", e.getClass().getSimpleName());
      return "unavailable";
    }
  }

  private long countVisit() {
    try {
      return addVisit();
    } catch (BadSqlGrammarException e) {
      // The first visit of all: there is no table yet.
      database.execute(
          "CREATE TABLE IF NOT EXISTS visits (id INT PRIMARY KEY, number BIGINT NOT NULL)");
      return addVisit();
    }
  }

  /** Both on one connection: the number is that of its own last visit. */
  private long addVisit() {
    return database.execute(
        (ConnectionCallback<Long>)
            connection -> {
              try (var statement = connection.createStatement()) {
                statement.executeUpdate(COUNT);
                var number = statement.executeQuery("SELECT LAST_INSERT_ID()");
                number.next();
                return number.getLong(1);
              }
            });
  }

  @GetMapping(path = "/db", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, Object>> database() {
    try {
      return ResponseEntity.ok(
          database.queryForMap(
              "SELECT VERSION() AS version, DATABASE() AS `database`, CURRENT_USER() AS user"));
    } catch (DataAccessException e) {
      return ResponseEntity.status(503).body(Map.of("error", e.getClass().getSimpleName()));
    }
  }

  /** The first visitor need not wait for a connection: the pool begins with the first question. */
  @Bean
  ApplicationRunner warmUp() {
    return arguments -> database();
  }

  /** The page is nothing for other sites to embed, or for browsers to guess. */
  @Bean
  FilterRegistrationBean<jakarta.servlet.Filter> headers() {
    return new FilterRegistrationBean<>(
        (request, response, chain) -> {
          var headers = (jakarta.servlet.http.HttpServletResponse) response;
          headers.setHeader("Cache-Control", "no-store");
          headers.setHeader(
              "Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
          headers.setHeader("Referrer-Policy", "no-referrer");
          headers.setHeader("X-Content-Type-Options", "nosniff");
          chain.doFilter(request, response);
        });
  }
}
