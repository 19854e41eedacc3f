package io.atomicstore.client;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.QueryEventsResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** Reads the events of a scope in a range, as they are when reading begins. */
final class QueryPlan<E> implements ReadPlan<QueryEventsResponse, StoredEvent<E>> {

  private final ConversationReader<E> reader;
  private final ScopeId scopeId;
  private final boolean isBackwards;
  private long nextSequenceNr;
  private long remaining;
  private long lastSequenceNr = Long.MAX_VALUE;
  private boolean isBegun;

  QueryPlan(EventFormat<E> format, ScopeId scopeId, EventRange range) {
    this.reader = new ConversationReader<>(format);
    this.scopeId = scopeId;
    this.isBackwards = range.order() == EventRange.Order.BACKWARDS;
    this.nextSequenceNr = range.fromSequenceNr();
    this.remaining = range.eventsMax();
  }

  @Override
  public void call(
      AtomicStoreGrpc.AtomicStoreStub stub, StreamObserver<QueryEventsResponse> observer) {
    stub.queryEvents(
        QueryEvents.newBuilder()
            .setScopeId(scopeId.value())
            .setFromSequenceNr(nextSequenceNr == Long.MAX_VALUE ? 0 : nextSequenceNr)
            .setIsBackwards(isBackwards)
            .setEventsMax(remaining == Long.MAX_VALUE ? 0 : remaining)
            .build(),
        observer);
  }

  @Override
  public void take(QueryEventsResponse page, Consumer<StoredEvent<E>> items) {
    if (!isBegun) {
      isBegun = true;
      lastSequenceNr = page.getDurableSequenceNr();
      if (isBackwards) {
        nextSequenceNr = Math.min(nextSequenceNr, lastSequenceNr);
      }
    }
    for (io.atomicstore.protocol.StoredEvent shown : page.getEventsList()) {
      StoredEvent<E> event = Reading.event(reader, shown);
      Reading.checkNext(scopeId, nextSequenceNr, event);
      if (isComplete()) {
        return;
      }
      items.accept(event);
      nextSequenceNr += isBackwards ? -1 : 1;
      remaining--;
    }
  }

  @Override
  public boolean isComplete() {
    return remaining == 0 || (isBegun && (nextSequenceNr > lastSequenceNr || nextSequenceNr < 1));
  }

  @Override
  public boolean isCompleteWithCall() {
    return true;
  }

  @Override
  public boolean isFollowing() {
    return false;
  }
}
