package io.atomicstore.client;

import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.protocol.AllScopesSubscription;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.SubscribeResponse;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** Reads the events of all scopes, and each new one at once. */
final class AllScopesPlan<E> implements ReadPlan<SubscribeResponse, SubscribedEvent<E>> {

  private final ConversationReader<E> reader;
  private final String scopePrefix;
  private String token;

  AllScopesPlan(EventFormat<E> format, String scopePrefix, String afterToken) {
    this.reader = new ConversationReader<>(format);
    this.scopePrefix = scopePrefix;
    this.token = afterToken;
  }

  @Override
  public void call(
      AtomicStoreGrpc.AtomicStoreStub stub, StreamObserver<SubscribeResponse> observer) {
    stub.subscribe(
        SubscribeRequest.newBuilder()
            .setAllScopes(
                AllScopesSubscription.newBuilder().setAfterToken(token).setScopePrefix(scopePrefix))
            .build(),
        observer);
  }

  /** The token of a message is that of its last event; those before have the one before. */
  @Override
  public void take(SubscribeResponse message, Consumer<SubscribedEvent<E>> items) {
    int last = message.getEventsCount() - 1;
    for (int i = 0; i <= last; i++) {
      StoredEvent<E> event = Reading.event(reader, message.getEvents(i));
      items.accept(new SubscribedEvent<>(event, i == last ? message.getToken() : token));
    }
    token = message.getToken().isEmpty() ? token : message.getToken();
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public boolean isCompleteWithCall() {
    return false;
  }

  @Override
  public boolean isFollowing() {
    return true;
  }
}
