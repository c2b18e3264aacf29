package io.github.ecluse.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class whose methods may take a {@link io.github.ecluse.stack.Stack} as a parameter. The
 * stack is started for the first method that asks, shared by all such classes of the run, and
 * removed at the end. Failures are reported with their evidence, also those of classes that have no
 * such parameter.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(StackExtension.class)
public @interface AcceptanceTest {}
