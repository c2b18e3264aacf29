package io.github.ecluse.registry;

import java.util.regex.Pattern;

/**
 * The digest of a manifest or blob, as the <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests">OCI image
 * specification</a> writes it, here always SHA-256.
 *
 * @param value {@code sha256:} and 64 hexadecimal digits
 */
public record Digest(String value) {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * Checks the form.
   *
   * @param value {@code sha256:} and 64 hexadecimal digits
   * @throws IllegalArgumentException if the value is not a SHA-256 digest
   */
  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a SHA-256 digest: " + value);
    }
  }

  /**
   * {@return whether a text has the form of a digest}
   *
   * @param text any text
   */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
