package io.github.ecluse.promise;

/** The way in which a release of a stack is made new. */
public sealed interface Change {
  /** Stands in {@link File#by} for the number of the release, so that each one is new. */
  String RELEASE = "{release}";

  /**
   * A text of a source file is replaced.
   *
   * @param path the file, relative to the directory of the stack
   * @param replace a text that the file has
   * @param by the text instead of it, which the page shows
   */
  record File(String path, String replace, String by) implements Change {}

  /**
   * A build argument gets another value: as the default in the Dockerfile, and as a variable in the
   * environment of the command that deploys.
   *
   * @param name its name
   */
  record Argument(String name) implements Change {}

  /**
   * The image gets a label, in the Dockerfile.
   *
   * @param key the label's key
   */
  record Label(String key) implements Change {}
}
