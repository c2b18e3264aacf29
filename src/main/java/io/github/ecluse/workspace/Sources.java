package io.github.ecluse.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sources of the application in the copy of a stack. A test changes them as a developer does;
 * they are put back after it.
 */
public final class Sources {
  /** The program that every page comes from. */
  public static final String PROGRAM = "app/app.py";

  /** The file that the application's image is built from. */
  public static final String DOCKERFILE = "app/Dockerfile";

  private final Path directory;
  private final Map<String, String> originals;
  private final Set<String> added = new HashSet<>();

  /**
   * Keeps what the files say now.
   *
   * @param directory the copy of the stack
   */
  public Sources(Path directory) {
    this.directory = directory;
    originals = Stream.of(PROGRAM, DOCKERFILE).collect(Collectors.toMap(name -> name, this::read));
  }

  /**
   * {@return what a file said when the copy was made}
   *
   * @param name a path in the stack's directory
   */
  public String original(String name) {
    return originals.get(name);
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
   * Changes the text of {@link #PROGRAM} or {@link #DOCKERFILE}.
   *
   * @param name a path in the stack's directory
   * @param text the new content
   */
  public void write(String name, String text) {
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
    originals.forEach(this::write);
    for (String name : added) {
      directory.resolve(name).toFile().delete();
    }
    added.clear();
  }
}
