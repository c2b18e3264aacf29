package io.github.ecluse.claims;

/**
 * A claim in words.
 *
 * @param name its name, which stays the same
 * @param section the heading of its part in docs/claims.md
 * @param text what is claimed, in Markdown without links
 * @param holds in which meaning it holds, in Markdown
 * @param isCommon whether any stack should keep it
 * @param isOfTheStack whether a stack makes it; else it is about this project, whatever the stack
 * @param needsDatabase whether a stack without a database can't make it
 * @param needsDatabasePage whether a stack without a page that asks the database can't make it
 */
public record ClaimText(
    String name,
    String section,
    String text,
    String holds,
    boolean isCommon,
    boolean isOfTheStack,
    boolean needsDatabase,
    boolean needsDatabasePage) {}
