package io.atomicstore.engine;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.JavaFlowSupport;
import org.apache.pekko.stream.javadsl.Source;

/** Runs a source anew for each subscriber, as fast as that requests. */
record SourcePublisher<T>(Source<T, ?> source, ActorSystem system) implements Flow.Publisher<T> {

  /** Of a subscriber that gets nothing but an error. */
  private record Ended() implements Flow.Subscription {

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Flow.Publisher<T> publisher;
    try {
      publisher =
          source.runWith(JavaFlowSupport.Sink.<T>asPublisher(AsPublisher.WITHOUT_FANOUT), system);
    } catch (IllegalStateException e) {
      // The actor system has ended. Rule 1.9 of Reactive Streams: not to be thrown but signalled.
      subscriber.onSubscribe(new Ended());
      subscriber.onError(e);
      return;
    }
    publisher.subscribe(subscriber);
  }
}
