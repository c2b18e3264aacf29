package io.github.ecluse.image;

import static java.util.stream.Collectors.toSet;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.ecluse.docker.Images;
import io.github.ecluse.docker.ServiceContainer;
import io.github.ecluse.registry.Digest;
import io.github.ecluse.registry.Registry;
import io.github.ecluse.registry.RemoteImage;
import io.github.ecluse.stack.Stack;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The layers of the application's image, as the registry of the stack holds them. */
public final class ImageLayers {
  /** Package lists, downloaded packages, and what pip and other tools keep for the next time. */
  private static final List<String> LEFT_OVER =
      List.of("var/lib/apt/lists/", "var/cache/apt/", "root/.cache/");

  /** By the id of the image: several checks look at the same layers, which takes a second. */
  private static final Map<String, List<ImageLayer>> READ = new ConcurrentHashMap<>();

  private static final int PART = 1 << 20;

  private ImageLayers() {}

  /** Returns the layers that the base image does not have, the lowest first. */
  public static List<ImageLayer> aboveTheBase(Stack stack) {
    ServiceContainer app = stack.application();
    return READ.computeIfAbsent(app.imageId(), id -> read(app, stack));
  }

  /**
   * Returns the steps of the build whose layers say a word, above the base image; also what a later
   * step has removed is still in its layer.
   */
  public static List<String> stepsThatSay(String word, Stack stack) {
    List<ImageLayer> above = aboveTheBase(stack);
    RemoteImage image =
        stack
            .registry()
            .image(stack.workspace().repositoryName(), digest(stack.application(), stack));
    List<RemoteImage.Layer> layers = image.layers();
    int ofBase = layers.size() - above.size();
    return IntStream.range(0, above.size())
        .filter(i -> says(word, layers.get(ofBase + i), image))
        .mapToObj(i -> above.get(i).command())
        .toList();
  }

  private static boolean says(String word, RemoteImage.Layer layer, RemoteImage image) {
    try (InputStream blob = image.open(layer);
        InputStream tar = uncompressed(blob)) {
      String text = "";
      for (byte[] part = tar.readNBytes(PART); part.length > 0; part = tar.readNBytes(PART)) {
        // With the end of the part before, in which the word may begin.
        text = text.substring(Math.max(0, text.length() - word.length()));
        text += new String(part, StandardCharsets.ISO_8859_1);
        if (text.contains(word)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ImageLayer> read(ServiceContainer app, Stack stack) {
    Images images = stack.engine().images();
    int ofBase =
        stack.workspace().images().bases().stream()
            .mapToInt(base -> sharedLayers(base, app.imageId(), images))
            .max()
            .orElse(0);
    RemoteImage image =
        stack.registry().image(stack.workspace().repositoryName(), digest(app, stack));
    List<String> commands = image.commands();
    List<ImageLayer> layers = new ArrayList<>();
    for (int i = ofBase; i < image.layers().size(); i++) {
      layers.add(layer(i < commands.size() ? commands.get(i) : "", image.layers().get(i), image));
    }
    return layers;
  }

  private static Digest digest(ServiceContainer app, Stack stack) {
    return stack.engine().images().digests(app.imageId(), stack.workspace().repository()).stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the image that app runs is not of the registry"));
  }

  /** Returns how many layers two images have in common, if the base has no others. */
  private static int sharedLayers(String base, String image, Images images) {
    List<String> lower = diffIds(base, images);
    List<String> all = diffIds(image, images);
    return lower.isEmpty()
            || lower.size() > all.size()
            || !all.subList(0, lower.size()).equals(lower)
        ? 0
        : lower.size();
  }

  private static List<String> diffIds(String image, Images images) {
    return images
        .image(image)
        .map(InspectImageResponse::getRootFS)
        .map(fileSystem -> fileSystem.getLayers())
        .orElse(List.of());
  }

  private static ImageLayer layer(String command, RemoteImage.Layer layer, RemoteImage image) {
    long bytes = 0;
    Map<String, Long> leftOver = new TreeMap<>();
    try (InputStream blob = image.open(layer);
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

  /**
   * Returns the bytes of the layers of one image of a registry that some others do not have.
   *
   * @param known the digests of the others
   */
  public static long bytesBeyond(
      Registry registry, String repository, List<Digest> known, Digest other) {
    Set<Digest> shared =
        known.stream()
            .flatMap(digest -> registry.image(repository, digest).layers().stream())
            .map(RemoteImage.Layer::digest)
            .collect(toSet());
    return registry.image(repository, other).layers().stream()
        .filter(layer -> !shared.contains(layer.digest()))
        .mapToLong(RemoteImage.Layer::bytes)
        .sum();
  }
}
