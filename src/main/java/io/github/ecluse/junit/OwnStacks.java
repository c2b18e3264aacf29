package io.github.ecluse.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class that does not take part in the gate, and starts its stacks by itself. Its methods
 * may take {@link TestStacks} as a parameter, and its failures are reported with the evidence.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OwnStacksExtension.class)
public @interface OwnStacks {}
