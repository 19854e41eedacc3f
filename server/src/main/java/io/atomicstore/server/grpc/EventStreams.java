package io.atomicstore.server.grpc;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.EventRange.Order;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.protocol.AllScopesSubscription;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.QueryEventsResponse;
import io.atomicstore.protocol.ScopeSubscription;
import io.atomicstore.protocol.SubscribeRequest;
import io.atomicstore.protocol.SubscribeResponse;
import io.atomicstore.server.conversation.ConversationWriter;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.Verb;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * The events that readers ask for, in messages of some size: one event where the reader is as fast
 * as the events, many where it is not.
 */
final class EventStreams {

  /** Of the events in one message, unless it is a single event. */
  private static final long PAGE_BYTES_MAX = 128 << 10;

  /** About what an event takes in a message beside its own bytes. */
  private static final int OVERHEAD_BYTES = 100;

  /** So many events of other scopes pass before the reader is told how far it has come. */
  private static final int SKIPPED_MAX = 1_000;

  private final AtomicStore<Event, String> store;

  EventStreams(AtomicStore<Event, String> store) {
    this.store = store;
  }

  /**
   * The events that there are when the source is run.
   *
   * @throws IllegalArgumentException if the query can't be right
   */
  Source<QueryEventsResponse, NotUsed> events(QueryEvents query) {
    ScopeId scopeId = new ScopeId(query.getScopeId());
    long from = query.getFromSequenceNr();
    EventRange range =
        query.getIsBackwards()
            ? EventRange.backwards(from == 0 ? Long.MAX_VALUE : from)
            : EventRange.forwards(from == 0 ? 1 : from);
    EventRange wanted = query.getEventsMax() == 0 ? range : range.limit(query.getEventsMax());
    return Source.lazyCompletionStage(() -> store.logEnd(scopeId))
        .flatMapConcat(end -> pages(end, upTo(end, wanted)))
        .mapMaterializedValue(end -> NotUsed.getInstance());
  }

  /** The same range without what is behind that end; null if nothing is left of it. */
  private static @Nullable EventRange upTo(LogEnd end, EventRange range) {
    if (end.sequenceNr() == 0) {
      return null;
    }
    if (range.order() == Order.BACKWARDS) {
      long from = Math.min(range.fromSequenceNr(), end.sequenceNr());
      return EventRange.backwards(from).limit(range.eventsMax());
    }
    long events = end.sequenceNr() - range.fromSequenceNr() + 1;
    return events < 1 ? null : range.limit(Math.min(range.eventsMax(), events));
  }

  private Source<QueryEventsResponse, NotUsed> pages(LogEnd end, @Nullable EventRange range) {
    QueryEventsResponse empty =
        QueryEventsResponse.newBuilder()
            .setDurableSequenceNr(end.sequenceNr())
            .setIsSealed(end.isSealed())
            .build();
    if (range == null) {
      return Source.single(empty);
    }
    return store
        .events(end.scopeId(), range)
        .batchWeighted(
            PAGE_BYTES_MAX,
            EventStreams::bytes,
            event -> empty.toBuilder().addEvents(written(event)),
            (page, event) -> page.addEvents(written(event)))
        .map(QueryEventsResponse.Builder::build);
  }

  /**
   * @throws IllegalArgumentException if the request does not say what, or its token is none
   */
  Source<SubscribeResponse, NotUsed> subscribed(SubscribeRequest request, Access access) {
    return switch (request.getWhatCase()) {
      case SCOPE -> ofScope(request.getScope(), access);
      case ALL_SCOPES -> ofAllScopes(request.getAllScopes(), access);
      case WHAT_NOT_SET ->
          throw new IllegalArgumentException("expected scope or all_scopes, found neither");
    };
  }

  private Source<SubscribeResponse, NotUsed> ofScope(
      ScopeSubscription subscription, Access access) {
    ScopeId scopeId = new ScopeId(subscription.getScopeId());
    return store
        .subscribe(scopeId, subscription.getAfterSequenceNr())
        .map(event -> Permits.stillTo(access, Verb.READ, scopeId, event))
        .batchWeighted(
            PAGE_BYTES_MAX,
            EventStreams::bytes,
            event -> SubscribeResponse.newBuilder().addEvents(written(event)),
            (page, event) -> page.addEvents(written(event)))
        .map(SubscribeResponse.Builder::build);
  }

  private Source<SubscribeResponse, NotUsed> ofAllScopes(
      AllScopesSubscription subscription, Access access) {
    String token = subscription.getAfterToken();
    Predicate<ScopeId> shown = new Shown(subscription.getScopePrefix(), access);
    Source<SubscribedEvent<Event>, NotUsed> events =
        token.isEmpty() ? store.subscribeAll() : store.subscribeAll(token);
    return events
        .map(event -> Permits.stillAdmitted(access, event))
        .statefulMapConcat(() -> new Filter(shown)::apply)
        .batchWeighted(
            PAGE_BYTES_MAX,
            event -> bytes(event.event()),
            event -> add(shown, SubscribeResponse.newBuilder(), event),
            (page, event) -> add(shown, page, event))
        .map(SubscribeResponse.Builder::build);
  }

  private static SubscribeResponse.Builder add(
      Predicate<ScopeId> shown, SubscribeResponse.Builder page, SubscribedEvent<Event> event) {
    page.setToken(event.token());
    return shown.test(event.event().scopeId()) ? page.addEvents(written(event.event())) : page;
  }

  /** The scopes that a subscriber wants to see, and may see now. */
  private record Shown(String prefix, Access access) implements Predicate<ScopeId> {

    @Override
    public boolean test(ScopeId scopeId) {
      return scopeId.value().startsWith(prefix) && access.permits(Verb.READ, scopeId);
    }
  }

  /** Lets events of some scopes pass, and one of the others now and then, for its token. */
  private static final class Filter {

    private final Predicate<ScopeId> shown;
    private int skipped;

    Filter(Predicate<ScopeId> shown) {
      this.shown = shown;
    }

    List<SubscribedEvent<Event>> apply(SubscribedEvent<Event> event) {
      boolean isToPass = shown.test(event.event().scopeId()) || ++skipped >= SKIPPED_MAX;
      if (isToPass) {
        skipped = 0;
      }
      return isToPass ? List.of(event) : List.of();
    }
  }

  private static long bytes(StoredEvent<Event> event) {
    Event stored = event.event();
    return (long) OVERHEAD_BYTES + stored.payload().size() + stored.header().getSerializedSize();
  }

  private static io.atomicstore.protocol.StoredEvent written(StoredEvent<Event> event) {
    return io.atomicstore.protocol.StoredEvent.newBuilder()
        .setScopeId(event.scopeId().value())
        .setSequenceNr(event.sequenceNr())
        .setEvent(event.event().payload())
        .setHeader(ConversationWriter.header(event))
        .build();
  }
}
