package io.github.ecluse.flask;

import io.github.ecluse.workspace.DockerfileInstruction;
import java.util.ArrayList;
import java.util.List;

/** Changes the text of a Dockerfile. */
final class DockerfileEdit {
  private DockerfileEdit() {}

  /** Returns it with more instructions at the beginning of each stage that can run one. */
  static String atStartOfStages(String dockerfile, String instructions) {
    return with(
        dockerfile,
        instructions,
        stages(dockerfile).stream()
            .filter(stage -> !stage.beginsEmptyStage())
            .map(DockerfileInstruction::end)
            .toList());
  }

  /**
   * Returns it with more instructions at the end of each stage that can run one: a build may be
   * told to end with any of them.
   */
  static String atEndOfStages(String dockerfile, String instructions) {
    List<DockerfileInstruction> stages = stages(dockerfile);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (!stages.get(i).beginsEmptyStage()) {
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
