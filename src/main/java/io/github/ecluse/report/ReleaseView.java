package io.github.ecluse.report;

import io.github.ecluse.report.Recording.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A run of the pipeline, as a picture shows it.
 *
 * @param began when it began, in ISO 8601
 * @param exitCode its exit code
 * @param image the name of the image; empty if the run did not deploy
 * @param places where the image was found, from the build to the container; none if the run did not
 *     deploy
 * @param stages the stages on a time line
 * @param ticks the marks of the time line
 * @param total how long all stages took
 */
record ReleaseView(
    String began,
    String exitCode,
    String image,
    List<Place> places,
    List<Stage> stages,
    List<Tick> ticks,
    String total) {
  private static final int SHORT_DIGEST = "sha256:".length() + 12;
  private static final String STAGE = "stage ";

  /**
   * A place at which the image was found.
   *
   * @param name the place
   * @param where what the place is
   * @param found digests or a reason
   * @param shown the same, short enough for a picture
   * @param link how it compares with the place before
   */
  record Place(String name, String where, String found, String shown, String link) {}

  /**
   * A stage on the time line.
   *
   * @param name its name
   * @param took how long it took
   * @param left where its bar begins, in percent
   * @param width how wide its bar is, in percent
   * @param label where its name is tied, in percent
   * @param anchor the end of its name that is tied there: {@code start} or {@code end}
   */
  record Stage(String name, String took, String left, String width, String label, String anchor) {}

  /**
   * A mark of the time line.
   *
   * @param seconds the seconds since the first stage began
   * @param left where it stands, in percent
   */
  record Tick(String seconds, String left) {}

  /** Returns the pipeline's runs in a recording, oldest first. */
  static List<ReleaseView> in(Recording run) {
    return run.entries().stream()
        .map(Entry::values)
        .filter(values -> values.containsKey("pipeline run"))
        .map(ReleaseView::of)
        .toList();
  }

  /** Returns whether the run has deployed an image. */
  public boolean deployed() {
    return !places.isEmpty();
  }

  /** Returns the time of day at which it began, in UTC. */
  public String clock() {
    return began.substring(began.indexOf('T') + 1, began.indexOf('T') + 9) + " UTC";
  }

  /** Returns the digest that was pushed, or that there is none. */
  public String pushed() {
    return places.stream()
        .filter(place -> place.name.equals("Pushed"))
        .map(Place::shown)
        .findFirst()
        .orElse("nothing");
  }

  private static ReleaseView of(Map<String, String> values) {
    List<String> names =
        values.keySet().stream()
            .filter(key -> key.startsWith(STAGE))
            .sorted(Comparator.comparingInt(ReleaseView::number))
            .toList();
    double total = names.stream().mapToDouble(name -> seconds(values, name)).sum();
    double scale = total == 0 ? 0 : 100 / total;
    List<Stage> stages = new ArrayList<>();
    double at = 0;
    for (String name : names) {
      double took = seconds(values, name);
      String shown = name.substring(endOfNumber(name) + 1);
      // A name beyond the middle ends where its bar ends, so that it stays in the picture.
      boolean late = at * scale > 50;
      stages.add(
          new Stage(
              shown,
              number(took) + " s",
              number(at * scale),
              number(Math.max(0.4, took * scale)),
              number(late ? (at + took) * scale : at * scale),
              late ? "end" : "start"));
      at += took;
    }
    return new ReleaseView(
        values.get("pipeline run"),
        values.get("exit code"),
        values.getOrDefault("image", ""),
        values.containsKey("pushed") ? places(values) : List.of(),
        stages,
        ticks(total),
        number(total) + " s");
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(STAGE.length(), endOfNumber(name)));
  }

  private static int endOfNumber(String name) {
    return name.indexOf(' ', STAGE.length());
  }

  private static double seconds(Map<String, String> values, String name) {
    return Double.parseDouble(values.get(name));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Returns at most seven marks, at round seconds. */
  private static List<Tick> ticks(double total) {
    int step =
        IntStream.of(1, 2, 5, 10, 20, 30, 60, 120)
            .filter(one -> total / one <= 6)
            .findFirst()
            .orElse(300);
    return IntStream.rangeClosed(0, (int) (total / step))
        .map(count -> count * step)
        .mapToObj(at -> new Tick(at + " s", number(total == 0 ? 0 : at * 100 / total)))
        .toList();
  }

  private static List<Place> places(Map<String, String> values) {
    String pushed = values.get("pushed");
    return List.of(
        place("Built", "image ID on the engine", values.get("built"), ""),
        place("Pushed", "digest that the push printed", pushed, ""),
        place(
            "Held",
            "digest in the registry",
            values.get("held"),
            compared(values.get("held"), pushed)),
        place(
            "Runs",
            "digest of the container's image",
            values.get("runs"),
            compared(values.get("runs"), pushed)));
  }

  private static Place place(String name, String where, String found, String link) {
    String shown = found.startsWith("sha256:") ? found.substring(0, SHORT_DIGEST) + "…" : found;
    return new Place(name, where, found, shown.length() > 24 ? "not known" : shown, link);
  }

  private static String compared(String found, String pushed) {
    if (!found.startsWith("sha256:")) {
      return "not known";
    }
    return Set.of(found.split(" ")).contains(pushed) ? "same" : "differs";
  }
}
