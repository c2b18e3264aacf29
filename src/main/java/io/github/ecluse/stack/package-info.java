/** One running stack: files, ports, services, logs, cleaning up; and the JUnit extension. */
package io.github.ecluse.stack;
