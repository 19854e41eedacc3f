package io.atomicstore.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;

/** A running query that gives its elements one by one, when asked: the slowest reader there is. */
public final class QueryProbe<T> implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final SinkQueueWithCancel<T> queue;

  private QueryProbe(SinkQueueWithCancel<T> queue) {
    this.queue = queue;
  }

  /** Starts a query. */
  public static <T> QueryProbe<T> run(Source<T, NotUsed> query, ActorSystem system) {
    return new QueryProbe<>(query.runWith(Sink.queue(), system));
  }

  /** The next elements, waiting for each. Fails if the query ends or does not give them in time. */
  public List<T> next(int count) {
    List<T> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int sofar = i;
      elements.add(
          pull()
              .orElseThrow(
                  () -> new AssertionError("expected " + count + " elements, got " + sofar)));
    }
    return elements;
  }

  /** All elements up to the end of the query, waiting for it. */
  public List<T> rest() {
    List<T> elements = new ArrayList<>();
    for (Optional<T> element = pull(); element.isPresent(); element = pull()) {
      elements.add(element.get());
    }
    return elements;
  }

  /** Stops the query. */
  @Override
  public void close() {
    queue.cancel();
  }

  /** What a stage completes with, waiting for it. */
  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("did not complete: " + e, e);
    }
  }

  private Optional<T> pull() {
    return await(queue.pull());
  }
}
