package io.github.ecluse.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A check over IPv6, for which this machine must have it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.github.ecluse.host.HostAddresses#haveIpv6",
    disabledReason = "this machine has no IPv6: sysctl net.ipv6.conf.all.disable_ipv6")
@interface NeedsIpv6 {}
