/** Writes the report of a run: one page of HTML, and a summary in Markdown. */
package io.github.ecluse.report;
