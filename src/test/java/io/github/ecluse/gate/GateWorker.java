package io.github.ecluse.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The program of a {@link WarmJvm}: runs a gate for each line that it reads. */
final class GateWorker {
  /** Printed after each gate. */
  static final String DONE = "done";

  private static final String OURS = "io.github.ecluse.";

  private GateWorker() {}

  /** Runs until its input ends; then whoever asked is gone, and what still runs is of no use. */
  public static void main(String[] words) throws IOException {
    PrintStream answers = System.out;
    ExecutorService runner = Executors.newSingleThreadExecutor();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      GateOrder order = new ObjectMapper().readValue(line, GateOrder.class);
      runner.execute(
          () -> {
            try {
              run(order);
            } finally {
              answers.println(DONE);
            }
          });
    }
    System.exit(0);
  }

  private static void run(GateOrder order) {
    order.properties().forEach(System::setProperty);
    try (PrintStream log = new PrintStream(order.log(), StandardCharsets.UTF_8);
        URLClassLoader classes = new URLClassLoader(classPath(), new WithoutOurs())) {
      System.setOut(log);
      System.setErr(log);
      Thread.currentThread().setContextClassLoader(classes);
      PrintWriter printed = new PrintWriter(log, true, StandardCharsets.UTF_8);
      GateProgram.run(order, printed);
    } catch (IOException e) {
      throw new IllegalStateException("The gate could not be run for " + order, e);
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> folders = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      folders.add(new File(place).toURI().toURL());
    }
    return folders.toArray(URL[]::new);
  }

  /** Knows the libraries, so that they stay loaded, and none of the project's own classes. */
  private static final class WithoutOurs extends ClassLoader {
    WithoutOurs() {
      super(GateWorker.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(OURS)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
