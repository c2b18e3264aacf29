package io.github.ecluse.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages, decisions and sentences are short. */
class SentencesTest {
  private static final int LINES_OF_A_PAGE = 200;
  private static final int LINES_OF_THE_README = 150;
  private static final int LINES_OF_A_DECISION = 30;
  private static final int WORDS_OF_A_SENTENCE = 30;
  private static final Pattern END_OF_SENTENCE = Pattern.compile("(?<=[.!?])\\s+");
  private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

  static List<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsShort(MarkdownPage page) {
    assertThat(page.lines()).as("lines of %s", page).hasSizeLessThanOrEqualTo(limit(page));
  }

  private static int limit(MarkdownPage page) {
    if (page.path().toString().equals("README.md")) {
      return LINES_OF_THE_README;
    }
    boolean isDecision = page.path().getFileName().toString().matches("\\d{4}-.*");
    return isDecision ? LINES_OF_A_DECISION : LINES_OF_A_PAGE;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aSentenceIsShort(MarkdownPage page) {
    assertThat(
            page.texts().stream()
                .flatMap(text -> Arrays.stream(END_OF_SENTENCE.split(text)))
                .filter(sentence -> WORD.matcher(sentence).results().count() > WORDS_OF_A_SENTENCE))
        .as("sentences of %s of more than %d words", page, WORDS_OF_A_SENTENCE)
        .isEmpty();
  }

  static Stream<MarkdownPage> pagesOfTheIndex() {
    return pages().stream()
        .filter(page -> page.path().startsWith("docs"))
        .filter(page -> limit(page) != LINES_OF_A_DECISION);
  }

  @ParameterizedTest
  @MethodSource("pagesOfTheIndex")
  void aPageSaysAtItsTopWhatItsReaderCanDo(MarkdownPage page) {
    assertThat(page.lines().get(2)).as("first line of %s", page).startsWith("After this page ");
  }
}
