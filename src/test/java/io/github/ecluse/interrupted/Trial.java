package io.github.ecluse.interrupted;

import io.github.ecluse.flask.Application;
import io.github.ecluse.pipeline.PipelineRun;
import io.github.ecluse.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run that is interrupted at one of its calls, and the next run after it. */
final class Trial {
  private final Stack stack;
  private final Front front;
  private final Mode mode;
  private final Way way;
  private final int call;

  Trial(Stack stack, Front front, Mode mode, Way way, int call) {
    this.stack = stack;
    this.front = front;
    this.mode = mode;
    this.way = way;
    this.call = call;
  }

  /** Makes the trial, and returns what came of it; nothing if the run has fewer calls. */
  Optional<Outcome> outcome() {
    Promises promises = prepared();
    String[] options = mode.options(name());
    PipelineRun run = stack.releases().attempt(front.variables(call, way), options);
    List<String> calls = front.calls();
    if (calls.size() < call) {
      return Optional.empty();
    }
    boolean served = promises.isServed();
    PipelineRun next = stack.releases().attempt(Map.of(), next());
    List<String> broken = new ArrayList<>();
    if (way != Way.KILL && mode != Mode.FIRST && !served) {
      broken.add("the run ended, and what was proven did not serve");
    }
    if (way.exitCode().orElse(run.exitCode()) != run.exitCode()) {
      broken.add("the run ended with exit code " + run.exitCode());
    }
    if (!next.succeeded()) {
      broken.add("the next run ended with exit code " + next.exitCode());
    }
    broken.addAll(promises.broken());
    String ended = "%d, %s".formatted(run.exitCode(), served ? "serves" : "does not serve");
    return Optional.of(new Outcome(mode, call, calls.get(call - 1), way, ended, broken));
  }

  /** Returns the options of the next run; each second one is of another mode. */
  private String[] next() {
    Mode other = mode == Mode.ROLLING ? Mode.PLAIN : Mode.ROLLING;
    return (call % 2 == 0 ? mode : other).options(name());
  }

  /** Each trial has a page of its own, so that an old version that serves is seen. */
  private Promises prepared() {
    if (mode == Mode.FIRST) {
      Promises.forget(stack);
      return Promises.ofNothing(stack);
    }
    if (mode == Mode.ROLLBACK) {
      // From another version than the one that it goes back to.
      Application.of(stack).addToPages("trial " + name());
      stack.releases().deploy();
    }
    Promises promises = Promises.of(stack);
    if (mode.builds()) {
      Application.of(stack).addToPages("trial " + name());
    }
    return promises;
  }

  private String name() {
    return call + "-" + way;
  }
}
