package io.github.ecluse.registry;

import io.github.ecluse.EcluseException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalInt;

/**
 * Thrown if a registry does not answer, or if its answer does not follow the specification.
 *
 * @serial exclude
 */
public final class RegistryException extends EcluseException {
  private static final long serialVersionUID = 1L;
  private static final int NO_ANSWER = 0;

  private final URI uri;
  private final int status;

  private RegistryException(HttpRequest request, String why, int status, Throwable cause) {
    super("Tried %s %s, but got %s".formatted(request.method(), request.uri(), why), cause);
    this.uri = request.uri();
    this.status = status;
  }

  /** Creates the exception of a request that got no answer. */
  static RegistryException noAnswer(HttpRequest request, Throwable cause) {
    return new RegistryException(request, "no answer: " + cause, NO_ANSWER, cause);
  }

  /** Creates the exception of an answer that is not the one asked for. */
  static RegistryException wrongAnswer(HttpResponse<?> answer, String why) {
    return wrongAnswer(answer, why, null);
  }

  /** Creates the exception of an answer that is not the one asked for, with its cause. */
  static RegistryException wrongAnswer(HttpResponse<?> answer, String why, Throwable cause) {
    return new RegistryException(answer.request(), why, answer.statusCode(), cause);
  }

  /** {@return the address that was asked} */
  public URI uri() {
    return uri;
  }

  /** {@return the HTTP status of the answer; empty if there was none} */
  public OptionalInt status() {
    return status == NO_ANSWER ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
