package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** How failures are reported, of test classes that are run by JUnit's own test kit. */
class FailureReporterTest extends ReportedRuns {
  @Test
  void aFailureKeepsItsExpectedAndActualValues() {
    Throwable failure = failure(ComparesTest.class);

    assertThat(failure).isInstanceOf(AssertionFailedError.class);
    AssertionFailedError error = (AssertionFailedError) failure;
    assertThat(error.getExpected().getValue()).as("expected").isEqualTo("salut");
    assertThat(error.getActual().getValue()).as("actual").isEqualTo("bonjour");
    assertThat(error).hasMessageContainingAll("salut", "seen:", "db exited/none", "evidence:");
    assertThat(error.getCause()).as("the failure itself").isInstanceOf(AssertionFailedError.class);
  }

  @Test
  void anAbortedAssumptionStaysOneInATestAndBeforeAll() {
    run(AbortsTest.class).testEvents().assertStatistics(events -> events.aborted(1).failed(0));
    run(AbortsBeforeAllTest.class)
        .containerEvents()
        .assertStatistics(events -> events.aborted(1).failed(0));
  }

  @Test
  void evidenceThatCanNotBeHadDoesNotHideTheFailure() {
    assertThat(failure(WithoutEvidenceTest.class))
        .hasMessageContainingAll("the page is empty", "no evidence", "the engine is gone");
  }

  @Test
  void eachInvocationAndEachDynamicTestHasAFolder() throws IOException {
    run(ManyTest.class);

    try (Stream<Path> folders = Files.list(output.resolve("failures"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "ManyTest.pages[1]", "ManyTest.pages[2]", "ManyTest.made[1]", "ManyTest.made[2]");
    }
    assertThat(output.resolve("failures/ManyTest.made[2]/services.log")).hasContent("a log");
  }

  @Test
  void aFailureBeforeAllHasItsEvidence() {
    assertThat(
            run(FailsBeforeAllTest.class).containerEvents().failed().stream()
                .map(ReportedRuns::throwable)
                .toList())
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
        .hasMessageContainingAll("not started", "FailsBeforeAllTest.beforeAll");
  }

  @Test
  void theReportGetsEachFactByItsName() {
    Event published = run(ComparesTest.class).allEvents().reportingEntryPublished().list().get(0);

    assertThat(published.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
        .containsEntry("seen", "db exited/none")
        .containsEntry("failure", "expected: <salut> but was: <bonjour>")
        .hasEntrySatisfying("evidence", folder -> assertThat(folder).endsWith("ComparesTest.page"));
  }

  @Test
  void anAbortWithoutAReasonStaysOne() {
    run(AbortsSilentlyTest.class)
        .testEvents()
        .assertStatistics(events -> events.aborted(1).failed(0));
  }

  @ExtendWith(Reporter.class)
  static class ComparesTest {
    @Test
    void page() {
      Assertions.assertEquals("salut", "bonjour");
    }
  }

  @ExtendWith(Reporter.class)
  static class AbortsTest {
    @Test
    void page() {
      Assumptions.abort("no IPv6");
    }
  }

  @ExtendWith(Reporter.class)
  static class AbortsSilentlyTest {
    @Test
    void page() {
      throw new TestAbortedException();
    }
  }

  @ExtendWith(Reporter.class)
  static class AbortsBeforeAllTest {
    @BeforeAll
    static void look() {
      Assumptions.abort("no IPv6");
    }

    @Test
    void page() {}
  }

  @ExtendWith(Reporter.class)
  static class FailsBeforeAllTest {
    @BeforeAll
    static void start() {
      Assertions.fail("not started");
    }

    @Test
    void page() {}
  }

  @ExtendWith(WithoutEvidence.class)
  static class WithoutEvidenceTest {
    @Test
    void page() {
      Assertions.fail("the page is empty");
    }
  }

  @ExtendWith(Reporter.class)
  static class ManyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void pages(int number) {
      Assertions.fail("page " + number);
    }

    @TestFactory
    Stream<DynamicTest> made() {
      return Stream.of("a", "b")
          .map(name -> DynamicTest.dynamicTest(name, () -> Assertions.fail(name)));
    }
  }
}
