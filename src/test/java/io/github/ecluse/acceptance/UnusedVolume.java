package io.github.ecluse.acceptance;

import io.github.ecluse.stack.Stack;
import java.util.Map;

/**
 * A volume that is labelled as one of a stack's project, and that no container uses: as that of a
 * service which runs on demand, or a copy that somebody keeps.
 */
public final class UnusedVolume implements AutoCloseable {
  private final Stack stack;
  private final String name;

  private UnusedVolume(Stack stack) {
    this.stack = stack;
    name = stack.compose().name() + "_kept-by-its-user";
    stack
        .engine()
        .client()
        .createVolumeCmd()
        .withName(name)
        .withLabels(Map.of("com.docker.compose.project", stack.compose().name()))
        .exec();
  }

  /** Makes one. */
  public static UnusedVolume of(Stack stack) {
    return new UnusedVolume(stack);
  }

  /** Returns whether it is there. */
  public boolean isThere() {
    return stack.engine().project(stack.compose().name()).leftovers().contains("volume " + name);
  }

  @Override
  public String toString() {
    return "the volume %s, which no container uses".formatted(name);
  }

  @Override
  public void close() {
    stack.engine().removal().volume(name);
  }
}
