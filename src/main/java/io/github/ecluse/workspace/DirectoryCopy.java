package io.github.ecluse.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies a checkout with all that editors and shells leave in it: links stay links, what can't be
 * read can't be read in the copy either, and sockets and pipes are left out.
 */
final class DirectoryCopy extends SimpleFileVisitor<Path> {
  /** What pipelines and the gate itself write: each copy would have all earlier ones in it. */
  private static final Set<Path> WRITTEN =
      Set.of(Path.of(".ecluse"), Path.of("target", "ecluse"), Path.of("target", "npm"));

  /** What commands write to: where such a link leaves the stack, it would be the original. */
  static final List<String> WRITTEN_BY_COMMANDS = List.of(".git", "target", "node_modules");

  /** Maven writes there while the gate runs. */
  private static final Path BUILD = Path.of("target").toAbsolutePath();

  private final Path from;
  private final Path real;
  private final Path to;

  DirectoryCopy(Path from, Path to) throws IOException {
    this.from = from;
    this.real = from.toRealPath();
    this.to = to;
  }

  /**
   * Copies what is in a directory.
   *
   * @param from may be a link to it
   * @param to a directory that exists
   */
  static void of(Path from, Path to) throws IOException {
    DirectoryCopy copy = new DirectoryCopy(from, to);
    Files.walkFileTree(copy.real, copy);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    if (directory.equals(real)) {
      return FileVisitResult.CONTINUE;
    }
    if (isLeftOut(directory) || directory.equals(to)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    Files.createDirectories(placeOf(directory));
    return FileVisitResult.CONTINUE;
  }

  /** A directory may be removed meanwhile, as that of a build is. */
  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
    try {
      if (error != null) {
        throw error;
      }
      if (!directory.equals(real)) {
        giveAttributes(directory, placeOf(directory));
      }
    } catch (NoSuchFileException e) {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
    return FileVisitResult.CONTINUE;
  }

  /** Where it may: root gives it the owner too. Git takes a repository of its own user's only. */
  static void giveAttributes(Path from, Path to) throws IOException {
    Map<String, Object> values = Files.readAttributes(from, "unix:uid,gid,mode");
    try {
      if (!from.endsWith(".git")) {
        Files.setAttribute(to, "unix:gid", values.get("gid"));
        Files.setAttribute(to, "unix:uid", values.get("uid"));
      }
    } catch (FileSystemException e) {
      // It stays that of the user who runs the gate.
    }
    Files.setAttribute(to, "unix:mode", values.get("mode"));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Path place = placeOf(file);
    try {
      if (attributes.isSymbolicLink()) {
        copyLink(file, place);
      } else if (attributes.isRegularFile() && !file.endsWith(".git")) {
        Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (AccessDeniedException e) {
      closedFor(place);
    } catch (NoSuchFileException e) {
      // An editor may have removed its own file meanwhile.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
    if (error instanceof AccessDeniedException) {
      Files.createDirectory(placeOf(file), PosixFilePermissions.asFileAttribute(Set.of()));
    } else if (!(error instanceof NoSuchFileException)) {
      throw error;
    }
    return FileVisitResult.CONTINUE;
  }

  /** A build that has to read it fails on the copy as it does on the original. */
  private static void closedFor(Path place) throws IOException {
    Files.deleteIfExists(place);
    Files.createFile(place, PosixFilePermissions.asFileAttribute(Set.of()));
  }

  private void copyLink(Path link, Path place) throws IOException {
    if (isLeftOut(link)) {
      return;
    }
    Path target = Files.readSymbolicLink(link);
    Path inside = real.relativize(link.getParent()).resolve(target).normalize();
    if (!target.isAbsolute() && !inside.startsWith("..")) {
      Files.createSymbolicLink(place, target);
      return;
    }
    Path leadsTo = link.resolveSibling(target).normalize();
    for (Path root : List.of(real, from.toAbsolutePath().normalize())) {
      if (leadsTo.startsWith(root)) {
        Path same = to.resolve(root.relativize(leadsTo));
        // An empty path would be no target: "." is that of a link to the directory that it is in.
        Path relative = place.getParent().relativize(same).resolve(".");
        Files.createSymbolicLink(
            place, relative.getNameCount() == 1 ? relative : relative.getParent());
        return;
      }
    }
    copyLinkThatLeavesIt(link, leadsTo, place);
  }

  private void copyLinkThatLeavesIt(Path link, Path leadsTo, Path place) throws IOException {
    for (Path name : real.relativize(link)) {
      if (WRITTEN_BY_COMMANDS.contains(name.toString())) {
        return;
      }
    }
    Files.createSymbolicLink(place, leadsTo);
  }

  private boolean isLeftOut(Path path) {
    return (path.equals(BUILD) || WRITTEN.stream().anyMatch(path::endsWith))
        && (Files.isDirectory(path) || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
  }

  private Path placeOf(Path path) {
    return to.resolve(real.relativize(path));
  }
}
