package io.github.ecluse.report;

import java.util.List;

/** Says what is claimed, and which checks prove each claim. */
interface ClaimSource {
  /** Returns the claims, in the order of the report; none where nothing says what is claimed. */
  List<ClaimRow> all();
}
