package io.github.ecluse.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request of a hostile visitor, as it is sent: an HTTP client refuses some of these headers.
 *
 * @param what tells it from others in a message
 * @param line its method and its address
 * @param host what it calls the server; empty for its own name
 * @param rest its other headers, an empty line, and its body
 */
record HostileRequest(String what, String line, String host, String rest) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String OWN = "";
  private static final String SENT = HostileAnswer.EXPRESSIONS;

  /** Those that programs and their libraries make pages, links and logs from. */
  private static final List<String> HEADERS =
      List.of(
          "User-Agent: " + SENT,
          "Referer: " + SENT,
          "Accept: text/html, " + SENT,
          "Accept-Language: " + SENT,
          "Accept-Charset: " + SENT,
          "Authorization: Basic " + base64(SENT + ":password"),
          "Authorization: Bearer " + SENT,
          "Content-Type: " + SENT,
          "Cookie: lang=" + SENT,
          "Cookie: name=" + SENT + "; user=" + SENT + "; session=" + SENT + "; theme=" + SENT,
          "Forwarded: for=\"" + SENT + "\";host=\"" + SENT + "\";proto=\"" + SENT + "\"",
          "From: " + SENT,
          "Origin: https://" + SENT,
          "Via: 1.1 " + SENT,
          "X-Forwarded-For: " + SENT,
          "X-Forwarded-Host: " + SENT,
          "X-Forwarded-Prefix: /" + SENT,
          "X-Forwarded-Proto: " + SENT,
          "X-Original-URL: /" + SENT,
          "X-Real-IP: " + SENT,
          "X-Remote-User: " + SENT,
          "X-Request-ID: " + SENT,
          "X-Requested-With: " + SENT);

  /**
   * Returns those to a page: one with expressions in its address, one for each header, and a form.
   * Each goes alone, as a server that refuses one must not hide what becomes of another.
   *
   * @param page its path, with SENT where the expressions go
   */
  static List<HostileRequest> to(String page) {
    String sent = page.replace("SENT", URLEncoder.encode(SENT, StandardCharsets.UTF_8));
    String plain = page.replace("SENT", "ecluse");
    Stream<HostileRequest> others =
        Stream.of(
            new HostileRequest("expressions in its address", "GET " + sent, OWN, "\r\n"),
            new HostileRequest("OPTIONS", "OPTIONS " + sent, OWN, "\r\n"),
            new HostileRequest("Host: …", "GET " + plain, SENT, "\r\n"),
            form(plain));
    return Stream.concat(others, HEADERS.stream().map(header -> with(header, plain))).toList();
  }

  private static HostileRequest with(String header, String page) {
    String name = header.substring(0, header.indexOf(':'));
    return new HostileRequest(name + ": …", "GET " + page, OWN, header + "\r\n\r\n");
  }

  private static HostileRequest form(String page) {
    String body = "name=%1$s&q=%1$s".formatted(URLEncoder.encode(SENT, StandardCharsets.UTF_8));
    String rest =
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %s\r\n\r\n%s"
            .formatted(body.length(), body);
    return new HostileRequest("a form", "POST " + page, OWN, rest);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends it.
   *
   * @return what comes back; empty if the server refuses it by an end of the connection
   * @throws java.net.SocketTimeoutException if nothing comes within 5 s
   */
  String sendTo(URI server) throws IOException {
    String name = host.isEmpty() ? server.getAuthority() : host;
    String text = "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s".formatted(line, name, rest);
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(line.replaceFirst("^GET ", ""), what);
  }
}
