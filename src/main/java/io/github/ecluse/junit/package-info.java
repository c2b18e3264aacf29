/** The JUnit extension: gives tests a stack, and reports their failures with the evidence. */
package io.github.ecluse.junit;
