package io.github.ecluse.report;

import java.util.List;

/**
 * A claim, and the checks that prove it.
 *
 * @param section the part of the claims that it belongs to
 * @param name its name; empty if it has none
 * @param text what is claimed
 * @param holdsAs in which meaning it holds; empty where that needs no word
 * @param checks class and method of each check, such as {@code NetworkIT.pingIsBlocked}
 */
record ClaimRow(String section, String name, String text, String holdsAs, List<String> checks) {}
