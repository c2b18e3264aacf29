package io.github.ecluse.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A JSON document of a registry. It knows the answer that it came with, which each error names.
 *
 * @param answer the answer, with status 200
 * @param root the document
 */
record Document(HttpResponse<String> answer, JsonNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The address of the next page, as RFC 5988 writes it. */
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");

  /**
   * Reads the document of an answer with status 200.
   *
   * @throws RegistryException if the answer is not JSON
   */
  static Document of(HttpResponse<String> answer) {
    try {
      return new Document(answer, JSON.readTree(answer.body()));
    } catch (JsonProcessingException e) {
      throw RegistryException.wrongAnswer(answer, "not JSON: " + answer.body(), e);
    }
  }

  /**
   * Returns the entries of a list.
   *
   * @throws RegistryException if the document has no list of that name
   */
  Stream<JsonNode> list(String name) {
    JsonNode list = root.path(name);
    // The reference implementation writes an empty list as null.
    if (!list.isArray() && !list.isNull()) {
      throw RegistryException.wrongAnswer(
          answer, "no list \"%s\": %s".formatted(name, answer.body()));
    }
    return StreamSupport.stream(list.spliterator(), false);
  }

  /**
   * Returns the entries of a list of texts.
   *
   * @throws RegistryException if the document has no list of that name, or other things are in it
   */
  List<String> texts(String name) {
    return list(name)
        .map(
            each -> {
              if (!each.isTextual()) {
                throw RegistryException.wrongAnswer(
                    answer, "an entry of \"%s\" that is no text: %s".formatted(name, each));
              }
              return each.asText();
            })
        .toList();
  }

  /**
   * Returns the digest in a descriptor, which is a part of this document.
   *
   * @throws RegistryException if the descriptor has none
   */
  Digest digest(JsonNode descriptor) {
    return digest(answer, descriptor.path("digest").asText());
  }

  /**
   * Returns the digest that an answer has.
   *
   * @throws RegistryException if the text is not a digest
   */
  static Digest digest(HttpResponse<String> answer, String text) {
    if (!Digest.isOne(text)) {
      throw RegistryException.wrongAnswer(answer, "no SHA-256 digest: \"%s\"".formatted(text));
    }
    return new Digest(text);
  }

  /**
   * Returns the address of the page that follows; empty if this is the last one.
   *
   * @throws RegistryException if what the answer names is not an address
   */
  Optional<URI> next() {
    HttpHeaders headers = answer.headers();
    return headers.allValues("Link").stream()
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(found -> address(found.group(1)))
        .findFirst();
  }

  private URI address(String text) {
    try {
      return answer.uri().resolve(text);
    } catch (IllegalArgumentException e) {
      throw RegistryException.wrongAnswer(
          answer, "no address of the next page: \"%s\"".formatted(text), e);
    }
  }
}
