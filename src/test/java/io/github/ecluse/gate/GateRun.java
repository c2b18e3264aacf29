package io.github.ecluse.gate;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Order;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Runs classes of the gate on a stack directory. */
public final class GateRun {
  private static final List<String> PACKAGES =
      List.of(
          "io.github.ecluse.acceptance.",
          "io.github.ecluse.rolling.",
          "io.github.ecluse.failures.",
          "io.github.ecluse.settings.",
          "io.github.ecluse.files.",
          "io.github.ecluse.neighbours.");

  /**
   * All classes that share a stack, so that each part takes about as long as the others. The first
   * looks; the others stop, change and deploy again.
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
              "ApplicationIT",
              "CrowdIT"),
          List.of("DatabaseAwayIT", "RestartIT", "LifecycleIT"),
          List.of("UpdateIT", "RedeployIT", "CredentialsIT"),
          List.of("HealthIT"));

  /** How many parts there are. */
  public static final int MOST_PARTS = PARTS.size();

  /** The class that starts a stack once more, another way: under JUnit's vintage engine. */
  private static final String STACK_OF_ITS_OWN = "RegistryStoppedIT";

  /** JUnit writes one for each of its engines, and classes of the gate run under both. */
  private static final List<String> REPORTS =
      List.of("TEST-junit-jupiter.xml", "TEST-junit-vintage.xml");

  private final GateJvm jvm;
  private final Map<String, String> properties = new LinkedHashMap<>();

  /**
   * A run that is not started yet.
   *
   * @param jvm where it is to run
   */
  public GateRun(GateJvm jvm) {
    this.jvm = jvm;
  }

  /** The selectors of all classes that share a stack, in the gate's order. */
  public static List<String> wholeGate() {
    return selectors(
        PARTS.stream().flatMap(List::stream).sorted(Comparator.comparing(GateRun::place)).toList());
  }

  /** The same, and that of the class that starts a stack of its own. */
  public static List<String> everyClass() {
    return Stream.concat(wholeGate().stream(), Stream.of(select(STACK_OF_ITS_OWN))).toList();
  }

  /**
   * The selectors of the gate's classes up to one of them, in parts that can run side by side, each
   * on a stack of its own; a class that is not in the gate has nothing before it.
   */
  public static List<List<String>> upTo(String name) {
    if (PARTS.stream().noneMatch(part -> part.contains(name))) {
      return List.of(selectors(List.of(name)));
    }
    return PARTS.stream()
        .map(part -> part.stream().filter(each -> place(each) <= place(name)).toList())
        .filter(part -> !part.isEmpty())
        .map(GateRun::selectors)
        .toList();
  }

  private static int place(String name) {
    return classOf(name).getAnnotation(Order.class).value();
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
    properties.put(property, value);
    return this;
  }

  /**
   * Runs the classes and tells what came of each check.
   *
   * @param reports where the report of the run is written, and what it printed
   * @param selectors as the console launcher takes them, such as {@code --select-class=…}
   */
  public List<Outcome> of(Path reports, List<String> selectors) {
    List<String> arguments =
        new ArrayList<>(List.of("execute", "--disable-banner", "--details=none"));
    arguments.add("--reports-dir=" + reports);
    arguments.addAll(selectors);
    Path log = reports.resolve("console.log");
    try {
      jvm.run(properties, arguments, log);
      List<Outcome> outcomes = new ArrayList<>();
      for (String report : REPORTS) {
        outcomes.addAll(outcomes(reports.resolve(report).toFile()));
      }
      return outcomes;
    } catch (IOException e) {
      throw new IllegalStateException("The gate wrote no report; what it printed: " + log, e);
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
