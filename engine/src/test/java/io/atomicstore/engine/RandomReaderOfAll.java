package io.atomicstore.engine;

import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to all scopes until it has the last event of each, at a pace of its own; cancels now
 * and then, and goes on from some token it got. Returns the events of each scope.
 *
 * <p>Fails if a scope does not go on with exactly the next event, as seen from the token.
 */
final class RandomReaderOfAll implements Callable<Map<String, List<StoredEvent<Note>>>> {

  /**
   * @param sequenceNrs of the last event of each scope that came up to the token
   */
  private record Place(@Nullable String token, Map<String, Long> sequenceNrs) {}

  private final StoreUnderTest test;
  private final RandomWriters writers;
  private final int scopes;
  private final Random random;

  private final Map<String, List<StoredEvent<Note>>> taken = new HashMap<>();
  private final Set<String> sealed = new HashSet<>();
  private final List<Place> places = new ArrayList<>();

  RandomReaderOfAll(StoreUnderTest test, RandomWriters writers, int scopes, Random random) {
    this.test = test;
    this.writers = writers;
    this.scopes = scopes;
    this.random = random;
    places.add(new Place(null, Map.of()));
  }

  @Override
  public Map<String, List<StoredEvent<Note>>> call() throws InterruptedException {
    while (sealed.size() < scopes) {
      // Mostly the last one.
      int last = places.size() - 1;
      takeFrom(places.get(random.nextInt(3) == 0 ? random.nextInt(last + 1) : last));
    }
    return taken;
  }

  private void takeFrom(Place start) throws InterruptedException {
    Source<SubscribedEvent<Note>, ?> source =
        start.token() == null
            ? test.store().subscribeAll()
            : test.store().subscribeAll(start.token());
    SinkQueueWithCancel<SubscribedEvent<Note>> queue =
        RandomLogReader.paced(source, random).runWith(Sink.queue(), test.system());
    Map<String, Long> sequenceNrs = new HashMap<>(start.sequenceNrs());
    for (int left = 1 + random.nextInt(200); left > 0 && sealed.size() < scopes; left--) {
      Optional<SubscribedEvent<Note>> next = StoreUnderTest.await(queue.pull());
      if (next.isEmpty()) {
        throw new IllegalStateException("the subscription to all scopes has ended");
      }
      take(next.get().event(), sequenceNrs);
      if (left == 1 || random.nextInt(10) == 0) {
        places.add(new Place(next.get().token(), Map.copyOf(sequenceNrs)));
      }
      RandomLogReader.pause(writers, random);
    }
    queue.cancel();
  }

  private void take(StoredEvent<Note> event, Map<String, Long> sequenceNrs) {
    String scope = event.scopeId().value();
    List<StoredEvent<Note>> log = taken.computeIfAbsent(scope, name -> new ArrayList<>());
    long expected = sequenceNrs.getOrDefault(scope, 0L) + 1;
    if (event.sequenceNr() != expected) {
      throw new IllegalStateException("expected event " + expected + " next, found " + event);
    }
    sequenceNrs.put(scope, expected);
    if (expected > log.size()) {
      log.add(event);
    } else if (!log.get((int) expected - 1).equals(event)) {
      throw new IllegalStateException(
          "expected again " + log.get((int) expected - 1) + ", found " + event);
    }
    if (event.sealsLog()) {
      sealed.add(scope);
    }
  }
}
