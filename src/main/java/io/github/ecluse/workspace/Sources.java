package io.github.ecluse.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The sources of the application in the copy of a stack. A test changes them as a developer does;
 * they are put back after it. A text that is not UTF-8 is taken for Latin-1, in which each byte is
 * a letter.
 */
public final class Sources {
  private final Path directory;
  private final Map<String, byte[]> originals = new HashMap<>();
  private final Set<String> added = new HashSet<>();

  /**
   * Changes nothing yet.
   *
   * @param directory the copy of the stack
   */
  public Sources(Path directory) {
    this.directory = directory;
  }

  /**
   * {@return what a file said when the copy was made}
   *
   * @param name a path in the stack's directory
   */
  public String original(String name) {
    byte[] content = originalBytes(name);
    return new String(content, charset(content));
  }

  private byte[] originalBytes(String name) {
    return originals.computeIfAbsent(name, this::bytes);
  }

  /**
   * {@return the text of a file}
   *
   * @param name a path in the stack's directory
   */
  public String read(String name) {
    byte[] content = bytes(name);
    return new String(content, charset(originals.getOrDefault(name, content)));
  }

  private byte[] bytes(String name) {
    try {
      return Files.readAllBytes(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Charset charset(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  /**
   * Changes the text of a file that is there.
   *
   * @param name a path in the stack's directory
   * @param text the new content
   * @throws IllegalStateException if a link leads from it out of the directory
   */
  public void write(String name, String text) {
    replace(name, text.getBytes(charset(originalBytes(name))));
  }

  private void replace(String name, byte[] content) {
    Path place = place(name);
    try {
      Files.write(place, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever a link leads to outside the copy is the user's own. */
  private Path place(String name) {
    Path path = directory.resolve(name);
    Path real = Files.exists(path) ? RealPath.of(path) : RealPath.of(path.getParent());
    boolean leadsNowhere = Files.isSymbolicLink(path) && !Files.exists(path);
    if (leadsNowhere || !real.startsWith(RealPath.of(directory))) {
      throw new IllegalStateException(
          "Tried to write %s in the gate's copy of the stack, but a link leads out of it (%s)."
                  .formatted(path, real)
              + " Remedy: put the file itself into the stack.");
    }
    return path;
  }

  /**
   * Adds a file, which {@link #restore} removes.
   *
   * @param name a path in the stack's directory
   * @param content the bytes of the file
   * @throws IllegalStateException if a link leads from it out of the directory
   */
  public void add(String name, byte[] content) {
    place(name);
    added.add(name);
    replace(name, content);
  }

  /** Puts everything back as it was when the copy was made. */
  public void restore() {
    originals.forEach(this::replace);
    for (String name : added) {
      directory.resolve(name).toFile().delete();
    }
    added.clear();
  }
}
