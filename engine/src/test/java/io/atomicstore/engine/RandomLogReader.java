package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Subscribes to a log until it ends, at a pace of its own; cancels now and then, and goes on behind
 * the last event it took. Returns what it took.
 */
final class RandomLogReader implements Callable<List<StoredEvent<Note>>> {

  private final StoreUnderTest test;
  private final RandomWriters writers;
  private final ScopeId scopeId;
  private final Random random;
  private final List<StoredEvent<Note>> taken = new ArrayList<>();

  RandomLogReader(StoreUnderTest test, RandomWriters writers, String scope, Random random) {
    this.test = test;
    this.writers = writers;
    this.scopeId = new ScopeId(scope);
    this.random = random;
  }

  @Override
  public List<StoredEvent<Note>> call() throws InterruptedException {
    boolean isSealed = false;
    while (!isSealed) {
      isSealed = takeSome();
    }
    return taken;
  }

  private boolean takeSome() throws InterruptedException {
    SinkQueueWithCancel<StoredEvent<Note>> queue =
        paced(test.store().subscribe(scopeId, taken.size()), random)
            .runWith(Sink.queue(), test.system());
    for (int left = 1 + random.nextInt(60); left > 0; left--) {
      Optional<StoredEvent<Note>> next = StoreUnderTest.await(queue.pull());
      if (next.isEmpty()) {
        return true;
      }
      taken.add(next.get());
      pause(writers, random);
    }
    queue.cancel();
    return false;
  }

  /** Some readers are slower than others. */
  static <T> Source<T, ?> paced(Source<T, ?> source, Random random) {
    return random.nextInt(3) == 0
        ? source.throttle(1 + random.nextInt(20), Duration.ofMillis(10))
        : source;
  }

  /** Now and then a reader takes nothing for a while. */
  static void pause(RandomWriters writers, Random random) throws InterruptedException {
    if (random.nextInt(20) == 0) {
      writers.pauseFor(random.nextInt(20));
    }
  }
}
