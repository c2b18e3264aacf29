package io.github.ecluse.tools;

/** A tool that is a program of its own, which must be installed. */
interface InstalledTool extends Tool {
  /** Returns the program. */
  Program program();

  @Override
  default String name() {
    return program().name();
  }

  @Override
  default String version() {
    return program().version();
  }
}
