package io.github.ecluse.checkout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A directory that a test changes, and that is put back as it was. */
final class EditedDirectory {
  private final Path directory;
  private final Deque<Runnable> undo = new ArrayDeque<>();

  EditedDirectory(Path directory) {
    this.directory = directory;
  }

  /** Returns whether nothing was changed. */
  boolean isUnchanged() {
    return undo.isEmpty();
  }

  /** Writes a file. */
  void write(String name, String text) {
    Path file = directory.resolve(name);
    keep(file);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a file. */
  String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file. */
  void remove(String name) {
    Path file = directory.resolve(name);
    keep(file);
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a symbolic link. */
  void link(String name, Path target) {
    Path link = directory.resolve(name);
    undoneBy(() -> delete(link));
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has something undone with the rest. */
  void undoneBy(Runnable action) {
    undo.push(action);
  }

  /** Undoes all changes, the last one first. */
  void putBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  private void keep(Path file) {
    try {
      if (Files.exists(file)) {
        byte[] text = Files.readAllBytes(file);
        undo.push(() -> put(file, text));
      } else {
        undo.push(() -> delete(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Path file, byte[] text) {
    try {
      Files.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
