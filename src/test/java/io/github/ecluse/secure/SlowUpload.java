package io.github.ecluse.secure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A blob that is uploaded to {@code app}, a piece each half second, for ten seconds. */
final class SlowUpload implements AutoCloseable {
  private static final int PIECES = 20;
  private static final int PIECE_MS = 500;
  private static final int BYTES_OF_A_PIECE = 1_000;

  private final TlsRegistry registry;
  private final TlsRegistry.Login login;
  private final String digest;
  private final Pieces pieces;
  private final CompletableFuture<HttpResponse<String>> answer;

  private SlowUpload(TlsRegistry registry, TlsRegistry.Login login) {
    this.registry = registry;
    this.login = login;
    pieces = new Pieces(Long.toString(System.nanoTime()));
    digest = pieces.digest();
    String place =
        registry
            .send(login, "POST", "/v2/app/blobs/uploads/", "")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    URI end = URI.create(place + (place.contains("?") ? "&" : "?") + "digest=" + digest);
    HttpRequest.Builder request =
        registry
            .request("PUT", end.getRawPath() + "?" + end.getRawQuery(), "")
            .setHeader("Content-Type", "application/octet-stream")
            .header("Authorization", login.header())
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> pieces));
    answer = registry.client().sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Begins one, whose first piece has been sent. */
  static SlowUpload begin(TlsRegistry registry, TlsRegistry.Login login) {
    SlowUpload upload = new SlowUpload(registry, login);
    try {
      if (!upload.pieces.begun.await(PIECES * PIECE_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the upload did not begin");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return upload;
  }

  /** Whether pieces are still to be sent, and nothing was answered. */
  boolean isUnderWay() {
    return !answer.isDone() && pieces.sent.get() < PIECES;
  }

  /** Returns the status of its answer, or why there is none. */
  String statusAtItsEnd() {
    return answer
        .thenApply(response -> Integer.toString(response.statusCode()))
        .exceptionally(e -> "none: " + e)
        .join();
  }

  /** Whether the registry has the blob. */
  boolean isHeld() {
    return registry.send(login, "HEAD", "/v2/app/blobs/" + digest, "").statusCode() == 200;
  }

  @Override
  public void close() {
    answer.cancel(true);
  }

  /** Each read gives one piece, after a while. */
  private static final class Pieces extends InputStream {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final byte[] piece = new byte[BYTES_OF_A_PIECE];
    private final AtomicInteger sent = new AtomicInteger();

    private Pieces(String content) {
      byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
      Arrays.fill(piece, (byte) '.');
      System.arraycopy(bytes, 0, piece, 0, bytes.length);
    }

    private String digest() {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < PIECES; i++) {
          sha.update(piece);
        }
        return "sha256:" + HexFormat.of().formatHex(sha.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("pieces are read as a whole");
    }

    /** The client's buffer has room for more than a piece. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (sent.get() == PIECES) {
        return -1;
      }
      if (length < piece.length) {
        throw new IOException("no room for a piece");
      }
      pause();
      System.arraycopy(piece, 0, buffer, offset, piece.length);
      sent.incrementAndGet();
      begun.countDown();
      return piece.length;
    }

    private static void pause() throws IOException {
      try {
        TimeUnit.MILLISECONDS.sleep(PIECE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
