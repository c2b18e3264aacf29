package io.github.ecluse.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Changes the text of a Dockerfile. */
public final class DockerfileEdit {
  private DockerfileEdit() {}

  /**
   * {@return a Dockerfile with more instructions at the beginning of each stage that can run one}
   *
   * @param dockerfile its text
   * @param instructions lines, each with its end
   */
  public static String atStartOfStages(String dockerfile, String instructions) {
    return with(
        dockerfile,
        instructions,
        stages(dockerfile).stream()
            .filter(stage -> !stage.beginsEmptyStage())
            .map(DockerfileInstruction::end)
            .toList());
  }

  /**
   * {@return a Dockerfile with more instructions at the end of each stage that can run one} A build
   * may be told to end with any of them.
   *
   * @param dockerfile its text
   * @param instructions lines, each with its end
   */
  public static String atEndOfStages(String dockerfile, String instructions) {
    return atEnd(dockerfile, instructions, (stage, number) -> !stage.beginsEmptyStage());
  }

  /**
   * Returns a Dockerfile with instructions that run nothing, such as a label or an entry point, at
   * the end of the stages that the image of an application may be built from.
   *
   * @param build tells which; without a target any may be, but those of other services
   */
  static String atEndOfItsStages(String dockerfile, ImageBuild build, String instructions) {
    return atEnd(
        dockerfile,
        instructions,
        (stage, number) ->
            build.target().map(target -> stage.beginsStage(target, number)).orElse(true)
                && build.ofOthers().stream().noneMatch(other -> stage.beginsStage(other, number)));
  }

  /** Returns it with another default for a build argument. */
  static String withArgument(String dockerfile, String name, String value) {
    List<String> lines = new ArrayList<>(List.of(dockerfile.split("\n", -1)));
    for (DockerfileInstruction one : DockerfileInstruction.in(dockerfile)) {
      if (declares(one, name)) {
        for (int line = one.start(); line < one.end(); line++) {
          lines.set(line, "");
        }
        lines.set(one.start(), "ARG " + withValue(one.rest(), name, value));
      }
    }
    return String.join("\n", lines);
  }

  /** Returns whether an instruction declares a build argument, alone or among others. */
  static boolean declares(DockerfileInstruction instruction, String name) {
    return instruction.is("ARG") && argument(name).matcher(instruction.rest()).find();
  }

  private static String withValue(String arguments, String name, String value) {
    return argument(name).matcher(arguments).replaceAll(name + "=" + value);
  }

  private static Pattern argument(String name) {
    return Pattern.compile("(?<!\\S)" + name + "(?:=(?:\"[^\"]*\"|'[^']*'|[^\\s\"']*))?(?!\\S)");
  }

  private static String atEnd(
      String dockerfile, String instructions, BiPredicate<DockerfileInstruction, Integer> wanted) {
    List<DockerfileInstruction> stages = stages(dockerfile);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (wanted.test(stages.get(i), i)) {
        boolean isLast = i + 1 == stages.size();
        places.add(isLast ? dockerfile.split("\n", -1).length : stages.get(i + 1).start());
      }
    }
    return with(dockerfile, instructions, places);
  }

  private static List<DockerfileInstruction> stages(String dockerfile) {
    return DockerfileInstruction.in(dockerfile).stream().filter(one -> one.is("FROM")).toList();
  }

  private static String with(String dockerfile, String instructions, List<Integer> places) {
    List<String> lines = new ArrayList<>(List.of(dockerfile.split("\n", -1)));
    for (int i = places.size() - 1; i >= 0; i--) {
      lines.add(places.get(i), instructions.strip());
    }
    return String.join("\n", lines) + "\n";
  }
}
