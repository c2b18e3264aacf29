package io.github.ecluse.report;

import java.nio.file.Path;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the report at the end of a run. JUnit finds this class by itself. JUnit's configuration
 * parameters say what to write:
 *
 * <ul>
 *   <li>{@code ecluse.report}: the page; without it nothing is written
 *   <li>{@code ecluse.report.claims}: the page with the claims, else {@code docs/claims.md}
 *   <li>{@code ecluse.report.run}: JVMs with the same value write one report together
 *   <li>{@code ecluse.report.part}: {@code true} if only a part of the gate was asked for
 * </ul>
 */
public final class ReportListener implements TestExecutionListener {
  private static final String PAGE = "ecluse.report";
  private static final String CLAIMS = "ecluse.report.claims";
  private static final String RUN = "ecluse.report.run";
  private static final String PART = "ecluse.report.part";

  private ReportFiles files;
  private Recorder recorder;

  /** Creates a listener; JUnit calls this. */
  public ReportListener() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    plan.getConfigurationParameters().get(PAGE).ifPresent(page -> begin(plan, Path.of(page)));
  }

  private void begin(TestPlan plan, Path page) {
    ConfigurationParameters parameters = plan.getConfigurationParameters();
    String run = parameters.get(RUN).orElseGet(() -> "jvm" + ProcessHandle.current().pid());
    Path claims = Path.of(parameters.get(CLAIMS).orElse("docs/claims.md"));
    files = new ReportFiles(page.toAbsolutePath(), run, claims);
    recorder = new Recorder(plan, parameters.getBoolean(PART).orElse(false));
    files.begin(recorder.recording(false));
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (recorder != null) {
      recorder.started(test);
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (recorder != null) {
      recorder.skipped(test, reason);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (recorder != null) {
      recorder.finished(test, result);
    }
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    if (recorder != null) {
      recorder.published(test, entry);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (recorder != null) {
      files.end(recorder.recording(true));
    }
  }
}
