package io.github.ecluse.gate;

import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Runs classes of the gate on a stack directory, in a JVM of their own. */
public final class GateRun {
  private static final List<String> PACKAGES =
      List.of(
          "io.github.ecluse.acceptance.",
          "io.github.ecluse.rolling.",
          "io.github.ecluse.failures.");

  /**
   * All classes that share a stack, in order. The first part looks; the others stop, change and
   * deploy again, and each takes about as long as the first.
   */
  private static final List<List<String>> PARTS =
      List.of(
          List.of(
              "PipelineIT",
              "StackRegistryIT",
              "DeploymentIT",
              "DatabaseIT",
              "NetworkIT",
              "IsolationIT",
              "ApplicationIT"),
          List.of("DatabaseAwayIT", "LifecycleIT", "RedeployIT"),
          List.of("HealthIT", "UpdateIT"));

  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** A run of a minute or two: a compiler that optimizes would take more time than it gives. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Function<String[], Command> launcher;
  private final List<String> options = new ArrayList<>();

  /**
   * A run that is not started yet.
   *
   * @param launcher makes a command of its words: where the JVM is to run
   */
  public GateRun(Function<String[], Command> launcher) {
    this.launcher = launcher;
  }

  /** The selectors of all classes that share a stack, in the gate's order. */
  public static List<String> wholeGate() {
    return selectors(PARTS.stream().flatMap(List::stream).toList());
  }

  /**
   * The selectors of the gate's classes up to one of them, in parts that can run side by side, each
   * on a stack of its own; a class that is not in the gate has nothing before it.
   */
  public static List<List<String>> upTo(String name) {
    List<List<String>> parts = new ArrayList<>();
    for (List<String> part : PARTS) {
      int last = part.indexOf(name);
      if (last >= 0) {
        parts.add(selectors(part.subList(0, last + 1)));
        return parts;
      }
      parts.add(selectors(part));
    }
    return List.of(selectors(List.of(name)));
  }

  private static List<String> selectors(List<String> names) {
    return names.stream().map(GateRun::select).toList();
  }

  /** The selector of one class of the gate, or of a profile beside it. */
  public static String select(String name) {
    return "--select-class=" + classOf(name).getName();
  }

  /**
   * A class of the gate, or of a profile beside it.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public static Class<?> classOf(String name) {
    for (String prefix : PACKAGES) {
      try {
        return Class.forName(prefix + name, false, GateRun.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        // It may be in another one.
      }
    }
    throw new IllegalArgumentException("no class of the gate: " + name);
  }

  /** Sets a system property. */
  public GateRun with(String property, String value) {
    options.add("-D" + property + "=" + value);
    return this;
  }

  /**
   * Runs the classes and tells what came of each check.
   *
   * @param reports where the report of the run is written
   * @param selectors as the console launcher takes them, such as {@code --select-class=…}
   */
  public List<Outcome> of(Path reports, List<String> selectors) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JVM_OPTIONS);
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add("org.junit.platform.console.ConsoleLauncher");
    words.addAll(List.of("execute", "--disable-banner", "--details=none"));
    words.add("--reports-dir=" + reports);
    words.addAll(selectors);
    CommandResult result = launcher.apply(words.toArray(String[]::new)).within(LIMIT).run();
    try {
      Files.writeString(
          reports.resolve("console.log"), result.stdout() + "\n" + result.stderr() + "\n");
      return outcomes(reports.resolve("TEST-junit-jupiter.xml").toFile());
    } catch (IOException e) {
      throw new IllegalStateException("The gate wrote no report; it printed:\n" + result, e);
    }
  }

  private static List<Outcome> outcomes(File report) throws IOException {
    NodeList cases = parse(report).getElementsByTagName("testcase");
    return IntStream.range(0, cases.getLength())
        .mapToObj(i -> (Element) cases.item(i))
        .filter(testcase -> testcase.getElementsByTagName("skipped").getLength() == 0)
        .map(GateRun::outcome)
        .toList();
  }

  private static Document parse(File report) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("not a report: " + report, e);
    }
  }

  private static Outcome outcome(Element testcase) {
    String type = testcase.getAttribute("classname");
    String check = type.substring(type.lastIndexOf('.') + 1) + "." + testcase.getAttribute("name");
    for (String failed : List.of("failure", "error")) {
      NodeList found = testcase.getElementsByTagName(failed);
      if (found.getLength() > 0) {
        return new Outcome(check, false, ((Element) found.item(0)).getAttribute("message"));
      }
    }
    return new Outcome(check, true, "");
  }
}
