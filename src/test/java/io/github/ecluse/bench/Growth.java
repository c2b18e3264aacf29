package io.github.ecluse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.regex.Pattern;

/** What grows with a project: its files and its tags. */
final class Growth {
  /** The code comes last, so that a changed line makes no layer of files new. */
  private static final Pattern COPY_OF_THE_CODE =
      Pattern.compile("(?m)^COPY (--from=\\S+ )?app\\.py");

  private Growth() {}

  /** Lets the image carry this many megabytes that no other image has. */
  static void addFiles(Contender contender, int megabytes) throws IOException {
    Path app = contender.directory().resolve("app");
    byte[] bytes = new byte[megabytes * 1_000_000];
    new SecureRandom().nextBytes(bytes);
    Files.write(app.resolve("files"), bytes);
    Path dockerfile = app.resolve("Dockerfile");
    String original = Files.readString(dockerfile).replace("COPY files /app/\n", "");
    Files.writeString(
        dockerfile, COPY_OF_THE_CODE.matcher(original).replaceFirst("COPY files /app/\n$0"));
  }

  /** Gives the latest image of a registry more tags, with these numbers. */
  static void addTags(Contender contender, int from, int to) throws Exception {
    String address = "http://127.0.0.1:" + contender.environment().get("REGISTRY_PORT");
    URI latest = URI.create(address + "/v2/app/manifests/latest");
    String type = "application/vnd.docker.distribution.manifest.v2+json";
    HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    String manifest =
        client
            .send(
                HttpRequest.newBuilder(latest).header("Accept", type).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    for (int i = from; i < to; i++) {
      HttpRequest put =
          HttpRequest.newBuilder(latest.resolve("v" + i))
              .header("Content-Type", type)
              .timeout(Duration.ofSeconds(10))
              .PUT(HttpRequest.BodyPublishers.ofString(manifest))
              .build();
      assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(201);
    }
  }
}
