package io.github.ecluse.image;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A layer of an image.
 *
 * @param command what made it, as the image's history has it
 * @param bytes the bytes of its files, not compressed
 * @param leftOver the bytes of what nothing needs at run time, by directory; also of files that a
 *     later layer hides, as they are stored and pulled all the same
 */
public record ImageLayer(String command, long bytes, Map<String, Long> leftOver) {
  private static final int LONGEST_COMMAND = 90;

  @Override
  public String toString() {
    String waste =
        leftOver.entrySet().stream()
            .map(entry -> megabytes(entry.getValue()) + " left over in /" + entry.getKey())
            .collect(Collectors.joining(", "));
    String brief = command.replaceAll("\\s+", " ").strip();
    return "%s: %s%s"
        .formatted(
            megabytes(bytes),
            brief.substring(0, Math.min(LONGEST_COMMAND, brief.length())),
            waste.isEmpty() ? "" : "; " + waste);
  }

  /** A number of bytes in words, in units of 1,000,000. */
  public static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
