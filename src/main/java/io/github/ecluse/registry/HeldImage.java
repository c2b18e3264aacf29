package io.github.ecluse.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as a registry holds it: a manifest that names a configuration and an archive for each
 * layer (<a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image
 * specification</a>).
 */
final class HeldImage {
  /** Package lists, downloaded packages, and what pip and other tools keep for the next time. */
  private static final List<String> LEFT_OVER =
      List.of("var/lib/apt/lists/", "var/cache/apt/", "root/.cache/");

  private final Registry registry;
  private final String repository;
  private final JsonNode manifest;

  HeldImage(Registry registry, String repository, Digest digest) {
    this.registry = registry;
    this.repository = repository;
    manifest = registry.manifest(repository, digest);
  }

  /** Its layers, the lowest first, without so many of the lowest. */
  List<ImageLayer> layersAbove(int lowest) {
    List<String> commands = commands();
    List<ImageLayer> layers = new ArrayList<>();
    for (int i = lowest; i < manifest.get("layers").size(); i++) {
      layers.add(layer(i < commands.size() ? commands.get(i) : "", manifest.get("layers").get(i)));
    }
    return layers;
  }

  private List<String> commands() {
    JsonNode history = registry.json(repository, digest(manifest.get("config"))).path("history");
    return StreamSupport.stream(history.spliterator(), false)
        .filter(step -> !step.path("empty_layer").asBoolean())
        .map(step -> step.path("created_by").asText())
        .toList();
  }

  private ImageLayer layer(String command, JsonNode descriptor) {
    long bytes = 0;
    Map<String, Long> leftOver = new TreeMap<>();
    try (InputStream blob = registry.blob(repository, digest(descriptor));
        TarArchiveInputStream tar = new TarArchiveInputStream(uncompressed(blob))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String path = entry.getName();
        long size = entry.getSize();
        bytes += size;
        LEFT_OVER.stream()
            .filter(directory -> size > 0 && path.startsWith(directory))
            .forEach(directory -> leftOver.merge(directory, size, Long::sum));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ImageLayer(command, bytes, leftOver);
  }

  private static InputStream uncompressed(InputStream archive) throws IOException {
    BufferedInputStream file = new BufferedInputStream(archive);
    file.mark(2);
    boolean zipped = file.read() == 0x1f && file.read() == 0x8b;
    file.reset();
    return zipped ? new GZIPInputStream(file) : file;
  }

  private static Digest digest(JsonNode descriptor) {
    return new Digest(descriptor.get("digest").asText());
  }
}
