package io.github.ecluse.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The images that an engine pulls while this is open. To ask it later is not enough: it remembers
 * its last 256 events only (moby, daemon/events), and health checks use them up within seconds.
 */
public final class Pulls implements Closeable {
  private final Queue<Pull> all = new ConcurrentLinkedQueue<>();
  private final ResultCallback.Adapter<Event> stream;

  private record Pull(Instant at, String image) {}

  Pulls(DockerClient client) {
    stream =
        client
            .eventsCmd()
            .withEventTypeFilter(EventType.IMAGE)
            .withEventFilter("pull")
            .exec(
                new ResultCallback.Adapter<Event>() {
                  @Override
                  public void onNext(Event event) {
                    note(event);
                  }
                });
    try {
      stream.awaitStarted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Event event) {
    Long nanos = event.getTimeNano();
    if (nanos != null && event.getActor() != null) {
      all.add(new Pull(Instant.ofEpochSecond(0, nanos), event.getActor().getId()));
    }
  }

  /**
   * {@return the names of the images that were pulled since a moment} The engine tells of a pull
   * some milliseconds after it.
   *
   * @param time the earliest time, by the engine's clock
   */
  public List<String> since(Instant time) {
    return all.stream().filter(pull -> !pull.at.isBefore(time)).map(Pull::image).toList();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
