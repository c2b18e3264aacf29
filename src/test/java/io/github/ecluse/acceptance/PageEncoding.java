package io.github.ecluse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/**
 * How the letters of a page are written, and how they are said to be. A browser believes the header
 * more than the page (<a
 * href="https://html.spec.whatwg.org/#determining-the-character-encoding">HTML, 13.2.3</a>).
 *
 * @param path what was asked for
 * @param contentType the header that names the type of the page
 * @param bytes the page, each byte as the letter of Latin-1 that it would be
 */
record PageEncoding(String path, String contentType, String bytes) {
  private static final Pattern NAME = Pattern.compile("(?i)charset *= *[\"']?([^\"'; ]+)");

  private static final Pattern TEXT =
      Pattern.compile("(?i)text/.*|application/[\\w.+-]*(json|xml).*");

  static PageEncoding of(String path, Response answer) {
    String type = answer.header("Content-Type");
    return new PageEncoding(
        path,
        type == null ? "" : type,
        new String(answer.asByteArray(), StandardCharsets.ISO_8859_1));
  }

  /** Asserts that its bytes are letters as they are said to be written. */
  void assertIsReadable() {
    Optional<String> said = named(contentType).or(this::namedInThePage);
    if (said.isEmpty() || !TEXT.matcher(contentType).matches()) {
      return;
    }
    Charset charset = charset(said.get());
    assertThat(isIn(charset))
        .as("whether the bytes of %s are letters of %s, as it says", path, said.get())
        .isTrue();
    // By chance, no text with letters beyond ASCII is also one of UTF-8.
    assertThat(isOfOneByteEach(charset) && !isAscii() && isIn(StandardCharsets.UTF_8))
        .as("whether %s is written in UTF-8, and says %s", path, said.get())
        .isFalse();
  }

  /** Asserts that a page that names its encoding names the one that its header names. */
  void assertSaysTheSameTwice() {
    Optional<Charset> byTheHeader = named(contentType).map(this::charsetOfBrowsers);
    Optional<Charset> byThePage = namedInThePage().map(this::charsetOfBrowsers);
    if (byTheHeader.isPresent() && byThePage.isPresent()) {
      assertThat(byTheHeader)
          .as(
              "encoding of %s by its header, and by its own words: browsers believe the first",
              path)
          .isEqualTo(byThePage);
    }
  }

  private static Optional<String> named(String type) {
    Matcher matcher = NAME.matcher(type);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private Optional<String> namedInThePage() {
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("text/html")) {
      return Optional.empty();
    }
    return Jsoup.parse(bytes).select("meta[charset], meta[http-equiv=content-type]").stream()
        .map(
            meta ->
                meta.hasAttr("charset") ? "charset=" + meta.attr("charset") : meta.attr("content"))
        .flatMap(type -> named(type).stream())
        .findFirst();
  }

  /** Browsers take both names of a part of it for the whole (Encoding Standard, 4.2). */
  private Charset charsetOfBrowsers(String name) {
    Charset charset = charset(name);
    boolean isPart =
        charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII);
    return isPart ? Charset.forName("windows-1252") : charset;
  }

  private Charset charset(String name) {
    boolean isKnown;
    try {
      isKnown = Charset.isSupported(name);
    } catch (IllegalArgumentException e) {
      isKnown = false;
    }
    assertThat(isKnown).as("whether the encoding that %s names is one: %s", path, name).isTrue();
    return Charset.forName(name);
  }

  private boolean isIn(Charset charset) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isOfOneByteEach(Charset charset) {
    return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1;
  }

  private boolean isAscii() {
    return isIn(StandardCharsets.US_ASCII);
  }
}
