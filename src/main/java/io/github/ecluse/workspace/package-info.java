/** The copy of a stack's directory: its settings, its files, and what makes it unsafe to run. */
package io.github.ecluse.workspace;
