package io.github.ecluse.docker;

import io.github.ecluse.process.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The owner of a folder, in which containers may have written as other users. */
public final class FolderOwner {
  private FolderOwner() {}

  /**
   * Gives all that is in a folder to the folder's owner, by a container of root without a network,
   * which sees nothing else of the host.
   *
   * @param folder on the machine of the engine
   * @param images those to try, until one that the engine holds has the program {@code chown}
   * @return whether it has been done
   */
  public static boolean giveAllToItsOwner(Path folder, Collection<String> images) {
    try {
      String owner =
          "%s:%s"
              .formatted(
                  Files.getAttribute(folder, "unix:uid"), Files.getAttribute(folder, "unix:gid"));
      Path real = folder.toRealPath();
      return images.stream().anyMatch(image -> give(real, owner, image));
    } catch (IOException | CommandFailedException e) {
      return false;
    }
  }

  private static boolean give(Path folder, String owner, String image) {
    return DockerCommand.docker("run", "--rm", "--pull", "never", "--network", "none")
        .and("--user", "0:0", "--read-only", "--security-opt", "no-new-privileges")
        .and("--cap-drop", "ALL", "--cap-add", "CHOWN", "--cap-add", "DAC_OVERRIDE")
        .and("--mount", "type=bind,\"source=%s\",target=/copy".formatted(folder))
        .and("--entrypoint", "chown", image, "-R", "-h", owner, "/copy")
        .run()
        .succeeded();
  }
}
