package io.atomicstore.client;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Reads anew for each subscriber, as fast as that requests. */
record ReadPublisher<M, T>(Reads reads, Supplier<ReadPlan<M, T>> plans)
    implements Flow.Publisher<T> {

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    reads.begin(new ReadSubscription<>(reads, plans.get(), subscriber));
  }
}
