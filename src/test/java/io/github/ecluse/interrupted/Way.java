package io.github.ecluse.interrupted;

/** How a run is interrupted at a call. */
enum Way {
  /** The call fails, and does nothing. */
  FAIL,
  /** The run is killed while the call goes on. */
  KILL,
  /** The run's terminal is closed while the call goes on. */
  HUP
}
