package io.github.ecluse.workspace;

import io.github.ecluse.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Git repository in the copy of a stack, if it has one: a command that deploys may name its
 * release after a commit.
 */
final class CopiedRepository {
  private CopiedRepository() {}

  /** Removes its remotes, so that nothing is pushed there. */
  static void cutOff(Path copy) {
    Path repository = copy.resolve(".git");
    if (Files.isDirectory(repository)) {
      Command git = Command.of("git", "--git-dir", repository.toString(), "remote").in(copy);
      git.run()
          .orThrow()
          .stdout()
          .lines()
          .forEach(remote -> git.and("remove", remote).in(copy).run().orThrow());
    }
  }

  /** Returns variables with which Git looks for no repository above the copy. */
  static Map<String, String> environment(Path copy) {
    return Map.of("GIT_CEILING_DIRECTORIES", copy.getParent().toString());
  }
}
