package io.github.ecluse.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The classes that are read-only run beside the others, and one at a time. */
class SideBySideTest {
  private static final List<String> BEGUN = new CopyOnWriteArrayList<>();
  private static final AtomicInteger LOOKING = new AtomicInteger();
  private static final AtomicInteger LOOKING_TOGETHER = new AtomicInteger();
  private static CountDownLatch bothParts;

  @BeforeEach
  void forget() {
    BEGUN.clear();
    LOOKING_TOGETHER.set(0);
    bothParts = new CountDownLatch(2);
  }

  @Test
  void bothPartsRunAtTheSameTimeAndTheOthersKeepTheirOrder() {
    Events tests =
        run(true, Looks.class, LooksToo.class, LooksLast.class, Stops.class, Restarts.class);

    tests.assertStatistics(events -> events.succeeded(5));
    assertThat(BEGUN).contains("Looks", "LooksToo", "LooksLast");
    assertThat(BEGUN).containsSubsequence("Stops", "Restarts");
    assertThat(LOOKING_TOGETHER.get()).as("read-only classes at the same time").isEqualTo(1);
  }

  @Test
  void theyRunOneAfterTheOtherWhereNobodyAsksForMore() {
    bothParts = new CountDownLatch(0);

    run(false, Looks.class, LooksToo.class, LooksLast.class, Stops.class, Restarts.class);

    assertThat(BEGUN).containsExactly("Looks", "LooksToo", "LooksLast", "Stops", "Restarts");
  }

  private static Events run(boolean sideBySide, Class<?>... classes) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    for (Class<?> type : classes) {
      kit.selectors(selectClass(type));
    }
    return kit.configurationParameter(SideBySide.PARALLEL, Boolean.toString(sideBySide))
        .configurationParameter(
            ClassOrderer.DEFAULT_ORDER_PROPERTY_NAME, ClassOrderer.OrderAnnotation.class.getName())
        .execute()
        .testEvents();
  }

  /** The first test of each part waits for that of the other one. */
  abstract static class Part {
    @Test
    void runs(TestInfo test) throws InterruptedException {
      BEGUN.add(test.getTestClass().orElseThrow().getSimpleName());
      bothParts.countDown();
      assertThat(bothParts.await(20, TimeUnit.SECONDS)).as("whether both parts run").isTrue();
    }
  }

  /** Counts how many of its kind run. */
  abstract static class Looking extends Part {
    @BeforeEach
    void begin() {
      LOOKING_TOGETHER.accumulateAndGet(LOOKING.incrementAndGet(), Math::max);
    }

    @AfterEach
    void end() {
      LOOKING.decrementAndGet();
    }
  }

  @ReadOnly
  @Order(1)
  static class Looks extends Looking {}

  @ReadOnly
  @Order(2)
  static class LooksToo extends Looking {}

  @ReadOnly
  @Order(3)
  static class LooksLast extends Looking {}

  @Order(4)
  static class Stops extends Part {}

  @Order(5)
  static class Restarts extends Part {}
}
