/** This machine: its addresses and free ports. */
package io.github.ecluse.host;
