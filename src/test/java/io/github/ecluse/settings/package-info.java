/** Users, their shells and their machines' settings. */
package io.github.ecluse.settings;
