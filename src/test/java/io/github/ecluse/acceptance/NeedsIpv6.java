package io.github.ecluse.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A check over IPv6, for which the kernel must have it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.github.ecluse.host.HostAddresses#haveIpv6",
    disabledReason = "this machine's kernel has no IPv6")
@interface NeedsIpv6 {}
