package io.github.ecluse.report;

import java.util.List;

/**
 * What a stack promises, and the checks that prove it.
 *
 * @param section the part of the promises that it belongs to
 * @param text what is promised
 * @param holdsAs in which meaning it holds; empty where that needs no word
 * @param checks class and method of each check, such as {@code NetworkIT.pingIsBlocked}
 */
record Claim(String section, String text, String holdsAs, List<String> checks) {}
