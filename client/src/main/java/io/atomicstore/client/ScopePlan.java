package io.atomicstore.client;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SequenceNr;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.ScopeSubscription;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.SubscribeResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** Reads the events of a scope, and each new one at once, up to that which seals the log. */
final class ScopePlan<E> implements ReadPlan<SubscribeResponse, StoredEvent<E>> {

  private final ConversationReader<E> reader;
  private final ScopeId scopeId;
  private long lastSequenceNr;
  private boolean isSealed;

  ScopePlan(EventFormat<E> format, ScopeId scopeId, long afterSequenceNr) {
    this.reader = new ConversationReader<>(format);
    this.scopeId = scopeId;
    this.lastSequenceNr = SequenceNr.ofEnd(afterSequenceNr);
  }

  @Override
  public void call(
      AtomicStoreGrpc.AtomicStoreStub stub, StreamObserver<SubscribeResponse> observer) {
    stub.subscribe(
        SubscribeRequest.newBuilder()
            .setScope(
                ScopeSubscription.newBuilder()
                    .setScopeId(scopeId.value())
                    .setAfterSequenceNr(lastSequenceNr))
            .build(),
        observer);
  }

  @Override
  public void take(SubscribeResponse message, Consumer<StoredEvent<E>> items) {
    for (io.atomicstore.protocol.StoredEvent shown : message.getEventsList()) {
      StoredEvent<E> event = Reading.event(reader, shown);
      Reading.checkNext(scopeId, lastSequenceNr + 1, event);
      items.accept(event);
      lastSequenceNr++;
      isSealed |= event.sealsLog();
    }
  }

  @Override
  public boolean isComplete() {
    return isSealed;
  }

  /** The server ends the call behind the last event of a sealed log alone. */
  @Override
  public boolean isCompleteWithCall() {
    return true;
  }

  @Override
  public boolean isFollowing() {
    return true;
  }
}
