package io.github.ecluse.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The digests by which a password is told apart without being named. Who reads one can try
 * passwords at home.
 */
final class PasswordDigests {
  private PasswordDigests() {}

  /** Returns those of MariaDB and MySQL (mysql_native_password) and the plain ones, in hex. */
  static List<String> of(String password) {
    byte[] text = password.getBytes(StandardCharsets.UTF_8);
    return List.of(
        hex(digest("SHA-1", digest("SHA-1", text))),
        hex(digest("MD5", text)),
        hex(digest("SHA-1", text)),
        hex(digest("SHA-256", text)));
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static byte[] digest(String algorithm, byte[] text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Each JDK has " + algorithm, e);
    }
  }
}
