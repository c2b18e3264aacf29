package io.github.ecluse.diagnosis;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A way in which the pipeline or the stack fails, told apart by the class of its error.
 *
 * @param name its name
 * @param stages the stages of {@code build.sh} that can fail so
 * @param signature what is then in Docker's words, or in the facts that were looked up
 * @param symptom what happened
 * @param cause why, most likely
 * @param remedy a command to paste
 */
public record FailureMode(
    String name,
    List<String> stages,
    Pattern signature,
    String symptom,
    String cause,
    String remedy) {

  /** Whether it is recognised in a text; a mode that fits any text is not. */
  public boolean isIn(String text) {
    return !signature.pattern().equals(".") && signature.matcher(text).find();
  }
}
