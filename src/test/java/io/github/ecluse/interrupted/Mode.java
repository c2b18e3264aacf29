package io.github.ecluse.interrupted;

/** The modes of the pipeline, each with its option. */
enum Mode {
  PLAIN(""),
  ROLLING("--rolling"),
  TAG("--tag"),
  ROLLBACK("--rollback"),
  GARBAGE("--collect-garbage"),
  /** The first run of all: no container, no volume, no record. */
  FIRST("");

  /** The version that rollbacks go to and that every trial must leave as it is. */
  static final String KEPT_VERSION = "kept";

  private final String option;

  Mode(String option) {
    this.option = option;
  }

  /**
   * Returns the options of a run.
   *
   * @param trial the name of the trial; a version that is named is a new one for each
   */
  String[] options(String trial) {
    return switch (this) {
      case PLAIN, FIRST -> new String[0];
      case TAG -> new String[] {option, "trial-" + trial};
      case ROLLBACK -> new String[] {option, KEPT_VERSION};
      case ROLLING, GARBAGE -> new String[] {option};
    };
  }

  /** Returns whether a run deploys what is in {@code app/}. */
  boolean builds() {
    return this != ROLLBACK && this != GARBAGE;
  }
}
