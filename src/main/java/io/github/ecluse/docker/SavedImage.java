package io.github.ecluse.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What {@code docker save} writes of one image: JSON documents and an archive for each layer, put
 * together by {@code manifest.json} (Docker Image Specification 1.2, "Combined Image JSON +
 * Filesystem Changeset Format").
 */
final class SavedImage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Package lists, downloaded packages, and what pip and other tools keep for the next time. */
  private static final List<String> LEFT_OVER =
      List.of("var/lib/apt/lists/", "var/cache/apt/", "root/.cache/");

  private record Content(long bytes, Map<String, Long> leftOver) {}

  private final Map<String, JsonNode> documents = new HashMap<>();
  private final Map<String, Content> archives = new HashMap<>();

  /** Reads it to its end. */
  SavedImage(InputStream saved) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(saved)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          read(entry.getName(), new BufferedInputStream(tar));
        }
      }
    }
  }

  private void read(String name, InputStream file) throws IOException {
    file.mark(2);
    int first = file.read();
    int second = file.read();
    file.reset();
    if (first == '{' || first == '[') {
      documents.put(name, JSON.readTree(file.readAllBytes()));
    } else if (first == 0x1f && second == 0x8b) {
      archives.put(name, content(new GZIPInputStream(file)));
    } else {
      archives.put(name, content(file));
    }
  }

  @SuppressWarnings("resource") // closing it would close the archive that it is read from
  private static Content content(InputStream archive) throws IOException {
    long bytes = 0;
    Map<String, Long> leftOver = new TreeMap<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(archive);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String path = entry.getName();
      long size = entry.getSize();
      bytes += size;
      LEFT_OVER.stream()
          .filter(directory -> size > 0 && path.startsWith(directory))
          .forEach(directory -> leftOver.merge(directory, size, Long::sum));
    }
    return new Content(bytes, leftOver);
  }

  /** The layers, the lowest first. */
  List<ImageLayer> layers() {
    JsonNode manifest = documents.get("manifest.json").get(0);
    List<String> commands =
        stream(documents.get(manifest.get("Config").asText()).get("history"))
            .filter(step -> !step.path("empty_layer").asBoolean())
            .map(step -> step.path("created_by").asText())
            .toList();
    List<ImageLayer> layers = new ArrayList<>();
    for (String name : stream(manifest.get("Layers")).map(JsonNode::asText).toList()) {
      Content content = archives.get(name);
      String command = layers.size() < commands.size() ? commands.get(layers.size()) : "";
      layers.add(new ImageLayer(command, content.bytes, content.leftOver));
    }
    return layers;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
