package io.github.ecluse.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The sources of the application in the copy of a stack. A test changes them as a developer does;
 * they are put back after it.
 */
public final class Sources {
  private final Path directory;
  private final Map<String, String> originals = new HashMap<>();
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
    return originals.computeIfAbsent(name, this::read);
  }

  /**
   * {@return the text of a file}
   *
   * @param name a path in the stack's directory
   */
  public String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Changes the text of a file that is there.
   *
   * @param name a path in the stack's directory
   * @param text the new content
   */
  public void write(String name, String text) {
    original(name);
    replace(name, text);
  }

  private void replace(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds a file, which {@link #restore} removes.
   *
   * @param name a path in the stack's directory
   * @param content the bytes of the file
   */
  public void add(String name, byte[] content) {
    added.add(name);
    try {
      Files.write(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
