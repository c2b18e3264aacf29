package io.github.ecluse.claims;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the claim that a check proves. A check runs only on a stack that makes its claim. On a
 * class it counts for all checks that have none of their own.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface Claim {
  /** {@return the name of one of {@link Claims#all()}} */
  String value();
}
