package io.github.ecluse.registry;

import java.net.http.HttpRequest;

/** A registry that does not answer, or answers what it should not. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryException(HttpRequest request, String why) {
    super("Tried %s %s, but got %s".formatted(request.method(), request.uri(), why));
  }
}
