package io.github.ecluse.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a class of the gate whose checks leave the stack as they find it. In the whole gate, these
 * classes share a stack, one at a time, and all others share another one beside it. None of them
 * may need another one before it: JUnit mostly keeps their order then, and need not.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("io.github.ecluse.read-only")
public @interface ReadOnly {}
