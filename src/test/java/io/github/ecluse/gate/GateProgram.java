package io.github.ecluse.gate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs classes of the gate with JUnit's launcher: the program of an {@link OwnJvm}. */
final class GateProgram {
  /** Lines of each failure's stack trace in the log. */
  private static final int TRACE = 40;

  private GateProgram() {}

  /**
   * Runs a gate and ends the JVM.
   *
   * @param words those of {@link GateOrder#words()}
   */
  public static void main(String[] words) throws IOException {
    run(GateOrder.of(words), new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    // Libraries may have left threads.
    System.exit(0);
  }

  /**
   * Runs a gate in this JVM, by the class loader of this thread.
   *
   * @param printed gets the failures and a summary
   * @throws IOException if the results can't be written
   */
  static void run(GateOrder order, PrintWriter printed) throws IOException {
    CancellationToken token =
        order.failFast() ? CancellationToken.create() : CancellationToken.disabled();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    try (OutcomeWriter results = new OutcomeWriter(Path.of(order.results()))) {
      try (LauncherSession session = LauncherFactory.openSession()) {
        session
            .getLauncher()
            .execute(
                LauncherExecutionRequestBuilder.request(request(order))
                    .listeners(results, summary, new FailFast(token))
                    .cancellationToken(token)
                    .build());
      }
      summary.getSummary().printFailuresTo(printed, TRACE);
      summary.getSummary().printTo(printed);
      results.end();
    }
  }

  private static LauncherDiscoveryRequest request(GateOrder order) {
    return GatePlan.request(order.classes())
        // For what the checks publish.
        .configurationParameter(
            LauncherConstants.OUTPUT_DIR_PROPERTY_NAME,
            Path.of(order.results()).toAbsolutePath().getParent().toString())
        // By its frames, a parameter that could not be had differs from a check that failed.
        .configurationParameter(LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "false")
        .build();
  }

  /** Ends a run at its first failure, that of a class among them. */
  private record FailFast(CancellationToken token) implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        token.cancel();
      }
    }
  }
}
