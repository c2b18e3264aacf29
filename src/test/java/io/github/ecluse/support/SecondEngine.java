package io.github.ecluse.support;

import io.github.ecluse.docker.EngineMissingException;
import io.github.ecluse.process.Command;
import io.github.ecluse.process.CommandResult;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A second engine beside the user's, for what would stop or fill that one: its own images, ports
 * and network. It ends with this JVM, however that ends.
 */
public final class SecondEngine implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter orders;
  private final String socket;
  private final String namespace;

  private SecondEngine(Path script, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.environment().putAll(environment);
    builder.redirectError(new File("/dev/null"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
    String[] ready = read().split(" ", 3);
    socket = ready[1];
    namespace = ready[2];
  }

  /**
   * Starts one.
   *
   * @param directory the project's directory, whose {@code provision/} knows how
   * @param environment more variables, such as {@code ECLUSE_MIRROR}
   * @throws EngineMissingException if this machine can't have one
   */
  public static SecondEngine start(Path directory, Map<String, String> environment) {
    return new SecondEngine(directory.resolve("provision/second-engine.sh"), environment);
  }

  /** What {@code DOCKER_HOST} must be to reach it. */
  public String host() {
    return socket;
  }

  /** The name of its network namespace, which is its host name too. */
  public String name() {
    return namespace;
  }

  /** The address under which this machine and other second engines reach it. */
  public String address() {
    String[] words =
        Command.of("ip", "-n", namespace, "-4", "-o", "addr", "show", namespace + "-b")
            .run()
            .orThrow()
            .stdout()
            .split("\\s+", -1);
    return words[3].substring(0, words[3].indexOf('/'));
  }

  /** A command that runs where its ports are on 127.0.0.1, and that talks to it. */
  public Command command(String... words) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace, "--"));
    all.addAll(List.of(words));
    return Command.of(all).with(Map.of("DOCKER_HOST", socket));
  }

  /** Runs a Docker command on it. */
  public CommandResult docker(String... words) {
    return command(Stream.concat(Stream.of("docker"), Stream.of(words)).toArray(String[]::new))
        .run()
        .orThrow();
  }

  /** Gives it images that the first engine holds. */
  public void load(List<String> images) {
    String save = "docker save " + String.join(" ", images);
    Command.of("bash", "-o", "pipefail", "-c", save + " | docker -H " + socket + " load -q")
        .run()
        .orThrow();
  }

  /**
   * Ends it or starts it again.
   *
   * @param order {@code kill}, {@code term}, {@code crash} (engine and containers at once, as a
   *     power loss does) or {@code start}
   */
  public void order(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    read();
  }

  private String read() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new EngineMissingException(
            "No second engine can be started here",
            "sudo provision/second-engine.sh   # prints what is missing");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      orders.close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
