package io.github.ecluse.failures;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ecluse.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The token service of a registry, which knows everybody and lets nobody do anything. Its tokens
 * are as the <a href="https://distribution.github.io/distribution/spec/auth/jwt/">Token
 * Authentication Implementation</a> of Docker's registry describes them.
 */
final class TokenService implements AutoCloseable {
  static final String NAME = "ecluse";
  private static final String PASSWORD = "changeit";
  private static final int MINUTES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final PrivateKey key;
  private final Certificate certificate;

  /**
   * Starts one on a free port of 127.0.0.1.
   *
   * @param directory where its key may be kept
   */
  TokenService(Path directory) throws IOException, GeneralSecurityException {
    KeyStore keys = newKeys(directory.resolve("keys.p12"));
    key = (PrivateKey) keys.getKey(NAME, PASSWORD.toCharArray());
    certificate = keys.getCertificate(NAME);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
  }

  /** Nothing in Java's own library makes a certificate, but its tool does. */
  private static KeyStore newKeys(Path file) throws IOException, GeneralSecurityException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Command.of(
            keytool,
            "-genkeypair",
            "-alias",
            NAME,
            "-keyalg",
            "RSA",
            "-dname",
            "CN=" + NAME,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD)
        .run()
        .orThrow();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stored = Files.newInputStream(file)) {
      keys.load(stored, PASSWORD.toCharArray());
    }
    return keys;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:%s/token".formatted(server.getAddress().getPort()));
  }

  /** Its certificate, in PEM. */
  String certificate() throws GeneralSecurityException {
    String lines = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String token = token();
      // Docker reads one name or the other, depending on its image store.
      byte[] body = JSON.writeValueAsBytes(Map.of("token", token, "access_token", token));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String token() throws IOException, GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String chain = Base64.getEncoder().encodeToString(certificate.getEncoded());
    String signed =
        part(Map.of("typ", "JWT", "alg", "RS256", "x5c", List.of(chain)))
            + "."
            + part(
                Map.of(
                    "iss",
                    NAME,
                    "aud",
                    NAME,
                    "sub",
                    "a user",
                    "iat",
                    now,
                    "nbf",
                    now - 60,
                    "exp",
                    now + 60 * MINUTES,
                    "jti",
                    Long.toString(System.nanoTime()),
                    "access",
                    List.of()));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encoded(signature.sign());
  }

  private static String part(Map<String, Object> values) throws IOException {
    return encoded(JSON.writeValueAsBytes(values));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
