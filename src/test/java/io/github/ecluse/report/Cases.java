package io.github.ecluse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test classes that end in every way; only {@link Runs} runs them. */
final class Cases {
  private static final String DIGEST = "sha256:" + "5".repeat(64);

  /** The folder of the evidence of {@link FailsCase}; a test sets it. */
  static volatile String evidence = "not saved";

  private Cases() {}

  static class PassesCase {
    @Test
    void saysHello(TestReporter reporter) {
      reporter.publishEntry(Map.of("engine", "26.1.5"));
      reporter.publishEntry(Map.of("image store", "overlay2"));
      reporter.publishEntry(Map.of("image registry:2", "substitute image"));
    }
  }

  static class ClaimsLittleCase {
    @Test
    void isPolite(TestReporter reporter) {
      reporter.publishEntry(Map.of("not claimed", "ping-blocked, greets"));
    }
  }

  static class ReleasesCase {
    @Test
    void releases(TestReporter reporter) {
      reporter.publishEntry(
          Map.of(
              "pipeline run", "2026-11-29T18:40:08.593226105Z",
              "exit code", "0",
              "stage 1 Building image", "1.500",
              "stage 2 Starting services", "4.500",
              "image", "localhost:5000/app:latest",
              "built", "sha256:" + "4".repeat(64),
              "pushed", DIGEST,
              "held", "sha256:" + "6".repeat(64),
              "runs", "sha256:" + "7".repeat(64) + " " + DIGEST));
    }
  }

  static class FailsCase {
    @Test
    void comparesPages(TestReporter reporter) {
      reporter.publishEntry(
          Map.of(
              "failure", "a page | *one*\u001B[31m red\u0007",
              "seen", "db exited",
              "likely cause", "no-space: the disk is full",
              "remedy", "docker system prune",
              "evidence", evidence));
      assertEquals("<b>hello</b>", "<script>alert(1)</script>", "not equal");
    }
  }

  static class FailsByItselfCase {
    @Test
    void breaks() {
      throw new IllegalStateException("a page | *one* <script>");
    }
  }

  static class ManyCase {
    @ParameterizedTest
    @ValueSource(strings = {"Anna", "Bernd"})
    void greets(String name) {
      assumeTrue(name.equals("Anna"), "Bernd is away");
    }

    @TestFactory
    Stream<DynamicTest> made() {
      return Stream.of(dynamicTest("first", () -> {}), dynamicTest("second", () -> {}));
    }
  }

  static class SkippedCase {
    @Test
    @Disabled("not today")
    void waitsForANewDay() {}
  }

  static class NotClaimedCase {
    @Test
    @Disabled("not claimed: ping-blocked")
    void pingIsBlockedOverIpv6() {}
  }

  static class FailsBeforeAllCase {
    @BeforeAll
    static void fail() {
      throw new IllegalStateException("no engine");
    }

    @Test
    void neverBegins() {}
  }

  static class AbortsBeforeAllCase {
    @BeforeAll
    static void abort() {
      assumeTrue(false, "no IPv6 here");
    }

    @Test
    void neverBegins() {}
  }
}
