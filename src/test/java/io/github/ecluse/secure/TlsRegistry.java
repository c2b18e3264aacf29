package io.github.ecluse.secure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A registry with TLS, asked by a client that trusts its authority and nobody else. */
final class TlsRegistry {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  /** Docker's image stores make manifests of either type. */
  private static final String MANIFESTS = MANIFEST + ", application/vnd.oci.image.manifest.v1+json";

  private final HttpClient client;
  private final URI address;

  /**
   * A client that has sent nothing yet.
   *
   * @param address the registry's name and port
   * @param authority the certificate of its authority, in PEM
   */
  TlsRegistry(String address, Path authority) {
    this.address = URI.create("https://" + address);
    client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .sslContext(trusting(authority))
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
  }

  private static SSLContext trusting(Path authority) {
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no client can trust " + authority, e);
    }
  }

  /** Returns the client itself. */
  HttpClient client() {
    return client;
  }

  /** Returns a request for a path, without a login. */
  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(LIMIT)
        .header("Accept", MANIFESTS)
        .header("Content-Type", MANIFEST)
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  /** Sends a request. */
  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a request with a login. */
  HttpResponse<String> send(Login login, String method, String path, String body) {
    return send(request(method, path, body).header("Authorization", login.header()));
  }

  /** Puts a manifest of a type under a tag of {@code app}, and returns the status. */
  int put(Login login, String tag, String type, String manifest) {
    HttpRequest.Builder request = request("PUT", "/v2/app/manifests/" + tag, manifest);
    return send(request.setHeader("Content-Type", type).header("Authorization", login.header()))
        .statusCode();
  }

  /** Returns the digest of a tag or digest of {@code app}; empty if the registry holds none. */
  String digest(Login login, String reference) {
    return send(login, "HEAD", "/v2/app/manifests/" + reference, "")
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElse("");
  }

  /**
   * What {@code docker login} asks for.
   *
   * @param user the name
   * @param password the password
   */
  record Login(String user, String password) {
    /** Returns the value of the header that carries it. */
    String header() {
      String both = user + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }
  }
}
