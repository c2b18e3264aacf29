package io.github.ecluse.report;

import java.nio.file.Path;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the report at the end of a run, if JUnit's configuration parameter {@code ecluse.report}
 * says where. JVMs with the same {@code ecluse.report.run} write one report together. With {@code
 * ecluse.report.part=true} it is the report of a part of the gate. JUnit finds this class by itself.
 */
public final class ReportListener implements TestExecutionListener {
  private static final String PARAMETER = "ecluse.report";
  private static final String RUN_PARAMETER = "ecluse.report.run";
  private static final String PART_PARAMETER = "ecluse.report.part";

  private ReportFiles files;
  private Recorder recorder;

  /** Creates a listener; JUnit calls this. */
  public ReportListener() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    ConfigurationParameters parameters = plan.getConfigurationParameters();
    String run =
        parameters.get(RUN_PARAMETER).orElseGet(() -> "jvm" + ProcessHandle.current().pid());
    parameters.get(PARAMETER).ifPresent(page -> begin(plan, Path.of(page), run));
  }

  private void begin(TestPlan plan, Path page, String run) {
    files = new ReportFiles(page.toAbsolutePath(), run);
    recorder = new Recorder(plan, plan.getConfigurationParameters().getBoolean(PART_PARAMETER).orElse(false));
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
