package io.github.ecluse.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageEncodingTest {
  private static final String META = "<meta charset=\"utf-8\">";

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=utf-8, <h1>D\u00e9j\u00e0</h1>, UTF-8",
    "text/html; charset=utf-8, <meta charset=UTF8><h1>D\u00e9j\u00e0</h1>, UTF-8",
    "text/html;charset=\"ISO-8859-1\", <h1>D\u00e9j\u00e0</h1>, ISO-8859-1",
    "text/html, <meta charset=iso-8859-1><h1>D\u00e9j\u00e0</h1>, ISO-8859-1",
    "text/html, <h1>D\u00e9j\u00e0</h1>, UTF-8",
    "text/html; charset=iso-8859-1, <h1>Not Found</h1>, UTF-8",
    "application/json, D\u00e9j\u00e0, UTF-8",
    "image/png; charset=utf-8, D\u00e9j\u00e0, ISO-8859-1",
    "'', D\u00e9j\u00e0, UTF-8"
  })
  void aPageThatIsWrittenAsItSaysIsReadable(String type, String text, String charset) {
    PageEncoding page = page(type, text, Charset.forName(charset));

    assertThatCode(page::assertIsReadable).doesNotThrowAnyException();
    assertThatCode(page::assertSaysTheSameTwice).doesNotThrowAnyException();
  }

  @Test
  void bytesThatAreNoLettersOfItsEncodingAreTold() {
    assertThatThrownBy(
            page("text/html; charset=utf-8", "D\u00e9j\u00e0", ISO_8859_1)::assertIsReadable)
        .hasMessageContaining("letters of utf-8");
    assertThatThrownBy(
            page("text/html; charset=us-ascii", "D\u00e9j\u00e0", UTF_8)::assertIsReadable)
        .hasMessageContaining("letters of us-ascii");
    assertThatThrownBy(page("text/html", META + "D\u00e9j\u00e0", ISO_8859_1)::assertIsReadable)
        .hasMessageContaining("letters of utf-8");
  }

  @Test
  void aTextOfUtf8ThatIsSaidToBeOfAnotherEncodingIsTold() {
    assertThatThrownBy(
            page("text/html; charset=iso-8859-1", "D\u00e9j\u00e0", UTF_8)::assertIsReadable)
        .hasMessageContaining("written in UTF-8, and says iso-8859-1");
    assertThatThrownBy(
            page("text/plain; charset=windows-1252", "D\u00e9j\u00e0", UTF_8)::assertIsReadable)
        .hasMessageContaining("written in UTF-8, and says windows-1252");
  }

  @Test
  void aHeaderThatNamesAnotherEncodingThanThePageIsTold() {
    assertThatThrownBy(page("text/html; charset=iso-8859-1", META, UTF_8)::assertSaysTheSameTwice)
        .hasMessageContaining("encoding of /page by its header");
  }

  @Test
  void anEncodingThatIsNoneIsTold() {
    assertThatThrownBy(page("text/html; charset=utf8mb4", "hello", UTF_8)::assertIsReadable)
        .hasMessageContaining("whether the encoding that /page names is one: utf8mb4");
    assertThatThrownBy(page("text/html; charset=<utf-8>", "hello", UTF_8)::assertIsReadable)
        .hasMessageContaining("is one: <utf-8>");
  }

  private static PageEncoding page(String type, String text, Charset charset) {
    return new PageEncoding("/page", type, new String(text.getBytes(charset), ISO_8859_1));
  }
}
