package io.github.ecluse.acceptance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecluse.containers.ProcessMemory;
import io.github.ecluse.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Words that visitors send, each of which nobody has sent before. A program that remembers one
 * remembers all: it is killed at its limit of memory by whoever sends enough. Of words that are
 * only left in free memory, or that a program with a limit remembers, the share becomes smaller.
 */
final class Remembered {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int CLIENTS = 16;
  private static final int REQUESTS = 640;

  /** A program that collects its garbage late still has all words of some. */
  private static final int ROUNDS = 16;

  /** In percent: a word may be lost in the part of memory that is written while it is read. */
  private static final int NEARLY_ALL = 90;

  private static final Map<String, String> PLACES =
      Map.of(
          "a", "the path of an unknown page",
          "c", "the header Cookie",
          "l", "the header Accept-Language",
          "q", "the query",
          "r", "the header Referer",
          "u", "the header User-Agent");

  private final Stack stack;
  private final List<String> pages;
  private final Map<String, Long> sent = new ConcurrentHashMap<>();

  private Remembered(Stack stack) {
    this.stack = stack;
    pages = HostileVisitorIT.pages(stack).toList();
  }

  /** Asserts that the application forgets what it was sent. */
  static void assertIsNothing(Stack stack) throws Exception {
    Remembered words = new Remembered(stack);
    List<String> remembered = List.of();
    for (int round = 0; round == 0 || (round < ROUNDS && !remembered.isEmpty()); round++) {
      words.send(round * REQUESTS);
      remembered = words.remembered();
    }
    assertThat(remembered)
        .as("what the application keeps in memory of each request, of which anybody sends many")
        .isEmpty();
  }

  private void send(int from) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    List<Callable<Integer>> requests =
        IntStream.range(from, from + REQUESTS)
            .<Callable<Integer>>mapToObj(number -> () -> status(client, number))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : threads.invokeAll(requests)) {
        statuses.add(answer.get());
      }
      assertThat(statuses).as("status of answers to words of visitors").anyMatch(code -> code > 0);
    } finally {
      threads.shutdown();
    }
  }

  private int status(HttpClient client, int number) throws InterruptedException {
    int page = number % pages.size();
    String path = pages.get(page);
    HttpRequest request =
        HttpRequest.newBuilder(
                HostileVisitorIT.ownPages(stack).anyMatch(path::equals)
                    ? address(path + "?q=" + word("q", page, number))
                    : address("/" + word("a", page, number)))
            .header("Accept-Language", word("l", page, number))
            .header("Cookie", "session=" + word("c", page, number))
            .header("Referer", "https://elsewhere.example/" + word("r", page, number))
            .header("User-Agent", word("u", page, number))
            .timeout(LIMIT)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      // Its words have arrived all the same; whether all are answered is asked elsewhere.
      return 0;
    }
  }

  private URI address(String path) {
    return stack.appUrl().resolve(path);
  }

  private String word(String place, int page, int number) {
    String kind = "ecluse" + place + (char) ('a' + page);
    sent.merge(kind, 1L, Long::sum);
    return kind + number + "z";
  }

  /** Returns places and pages of which nearly all words are there. */
  private List<String> remembered() {
    List<String> words =
        ProcessMemory.of(stack.host(), stack.application().pid())
            .words("ecluse[a-z][a-z][0-9][0-9]*z");
    assertThat(words).as("words of the last visitors in memory, the control").isNotEmpty();
    Map<String, Long> kept =
        words.stream().collect(groupingBy(word -> word.replaceAll("\\d.*", ""), counting()));
    return sent.entrySet().stream()
        .filter(each -> kept.getOrDefault(each.getKey(), 0L) * 100 >= each.getValue() * NEARLY_ALL)
        .map(each -> told(each.getKey(), kept.get(each.getKey()), each.getValue()))
        .sorted()
        .toList();
  }

  private String told(String kind, long kept, long all) {
    String page = pages.get(kind.charAt(kind.length() - 1) - 'a');
    String place = PLACES.get(kind.substring(kind.length() - 2, kind.length() - 1));
    return "%s, at %s: %d of %d words".formatted(place, page, kept, all);
  }
}
