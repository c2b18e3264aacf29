package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.ecluse.claims.Claim;
import io.github.ecluse.claims.Claims;
import io.github.ecluse.promise.Promise;
import io.github.ecluse.promise.PromiseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Which checks run on a stack that makes all claims, some, or one that nobody knows. */
class ClaimFilterTest {
  private static final String STACK = "ecluse.stack";
  private static final List<String> PREPARED = new ArrayList<>();

  @TempDir private Path stack;

  @AfterEach
  void pointAtNoStack() {
    System.clearProperty(STACK);
  }

  @Test
  void aStackThatMakesOneClaimRunsItsChecksAndThoseWithoutAClaim() {
    assertThat(started(Set.of("ping-blocked"), Mixed.class, Pings.class))
        .containsExactlyInAnyOrder("blocksPing", "blocksPings", "hasNoClaim", "nested");
  }

  @Test
  void aStackThatMakesAllClaimsRunsAll() {
    assertThat(started(Claims.ofAStack(true), Mixed.class, Pings.class))
        .containsExactlyInAnyOrder(
            "blocksPing", "blocksPings", "hasNoClaim", "nested", "survives", "isOfNoStack");
  }

  @Test
  void aClassWhoseChecksAreAllLeftOutIsNotEvenPrepared() {
    PREPARED.clear();
    EngineExecutionResults results = run(Set.of("limits"), Pings.class);

    assertThat(PREPARED).isEmpty();
    assertThat(results.containerEvents().started().list())
        .as("what started: the engine alone")
        .hasSize(1);
    assertThat(results.allEvents().skipped().list()).as("skipped").isEmpty();
    run(Set.of("ping-blocked"), Pings.class);
    assertThat(PREPARED).as("the control").isNotEmpty();
  }

  @Test
  void underTheVintageEngineItIsTheSame() {
    assertThat(
            EngineTestKit.engine("junit-vintage")
                .selectors(selectClass(Vintage.class))
                .filters(new ClaimFilter(() -> Set.of("limits")))
                .execute()
                .testEvents()
                .started()
                .list())
        .extracting(ClaimFilterTest::method)
        .containsExactly("limits");
  }

  @Test
  void junitFindsTheFilterAndAsksTheFileOfTheStack() throws IOException {
    assertThat(ServiceLoader.load(PostDiscoveryFilter.class))
        .hasAtLeastOneElementOfType(ClaimFilter.class);
    assertThat(planned("claims: [limits]")).isEmpty();
    assertThat(planned("claims: [limits, ping-blocked]")).containsExactly("blocksPings");
    assertThat(planned("page: /")).containsExactly("blocksPings");
  }

  /** The start of the stack fails for it, and says so. */
  @Test
  void aClaimThatNobodyKnowsIsOneLineWithSimilarOnesAndLeavesNothingOut() throws IOException {
    assertThat(planned("claims: [pings-blocked]")).containsExactly("blocksPings");
    assertThatThrownBy(() -> Promise.in(stack))
        .isInstanceOf(PromiseException.class)
        .hasMessageStartingWith("ecluse.yml:1: 'pings-blocked'")
        .hasMessageEndingWith("docs/what-claims-ask.md; similar: ping-blocked")
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(1);
  }

  private static List<String> started(Set<String> claims, Class<?>... classes) {
    return run(claims, classes).testEvents().started().list().stream()
        .map(ClaimFilterTest::method)
        .distinct()
        .toList();
  }

  private static EngineExecutionResults run(Set<String> claims, Class<?>... classes) {
    EngineTestKit.Builder kit =
        EngineTestKit.engine("junit-jupiter").filters(new ClaimFilter(() -> claims));
    for (Class<?> type : classes) {
      kit.selectors(selectClass(type));
    }
    return kit.execute();
  }

  private static String method(Event event) {
    return ((MethodSource) event.getTestDescriptor().getSource().orElseThrow()).getMethodName();
  }

  /** Plans as Maven and an IDE do. */
  private List<String> planned(String file) throws IOException {
    Files.writeString(stack.resolve(Promise.FILE), file);
    System.setProperty(STACK, stack.toString());
    LauncherConfig filtersOnly =
        LauncherConfig.builder().enableLauncherSessionListenerAutoRegistration(false).build();
    TestPlan plan =
        LauncherFactory.create(filtersOnly)
            .discover(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(Pings.class))
                    .build());
    return plan.getRoots().stream()
        .flatMap(root -> plan.getDescendants(root).stream())
        .flatMap(test -> test.getSource().stream())
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getMethodName())
        .toList();
  }

  static class Mixed {
    @Test
    @Claim("ping-blocked")
    void blocksPing() {}

    @Test
    @Claim("services-restart")
    void survives() {}

    @Test
    void hasNoClaim() {}

    @Nested
    @Claim("ping-blocked")
    class Inner {
      @Test
      void nested() {}

      @Test
      @Claim("limits")
      void isOfNoStack() {}
    }
  }

  @Claim("ping-blocked")
  static class Pings {
    @org.junit.jupiter.api.BeforeAll
    static void prepare() {
      PREPARED.add("pings");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void blocksPings(int number) {
      assertThat(number).isPositive();
    }
  }
}
