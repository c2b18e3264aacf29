package io.github.ecluse.tools;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the last stage of a Dockerfile says.
 *
 * @param user that of the last USER; empty if there is none
 * @param hasHealthCheck whether it has a HEALTHCHECK other than NONE
 * @param adds whether it has an ADD
 * @param updates whether an instruction updates lists of packages
 * @param secrets names of ENV and ARG that are called like a secret and have a value
 */
record ImageFacts(
    String user, boolean hasHealthCheck, boolean adds, boolean updates, List<String> secrets) {
  /** Those of an image that the project does not build: none has a user or a health check. */
  static final ImageFacts OF_OTHERS = new ImageFacts("", false, false, false, List.of());

  private static final Pattern SECRET =
      Pattern.compile("(?mi)^(?:ENV|ARG)\\s+(\\w*(?:PASS|SECRET|TOKEN|KEY)\\w*)[= ]\\S");

  /** Reads a Dockerfile. */
  static ImageFacts in(String dockerfile) {
    String[] stages = dockerfile.replaceAll("\\\\\n", " ").split("(?mi)^(?=FROM\\s)", -1);
    String last = stages[stages.length - 1];
    return new ImageFacts(
        results("(?mi)^USER\\s+(\\S+)", last).reduce("", (first, second) -> second),
        results("(?mi)^HEALTHCHECK\\s+(?!NONE)(\\S+)", last).findAny().isPresent(),
        results("(?mi)^(ADD)\\s", last).findAny().isPresent(),
        results("(?mi)^RUN\\s.*(update)", last).findAny().isPresent(),
        SECRET.matcher(last).results().map(match -> match.group(1)).toList());
  }

  private static Stream<String> results(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(each -> each.group(1));
  }
}
