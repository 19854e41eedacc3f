package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SubscribedEvent;
import java.io.NotSerializableException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.typed.EventEnvelope;
import org.apache.pekko.persistence.query.typed.javadsl.EventsBySliceQuery;
import org.apache.pekko.stream.javadsl.Source;

/** All events of a store and then each new one, as its read journal shows them. */
final class AllSubscription<E, R> {

  private final ActorSystem system;
  private final StoreSettings<E, R> settings;

  AllSubscription(ActorSystem system, StoreSettings<E, R> settings) {
    this.system = system;
    this.settings = settings;
  }

  /** From the first event on. */
  Source<SubscribedEvent<E>, NotUsed> source() {
    return source(Offset.noOffset());
  }

  /**
   * From where that token was given.
   *
   * @throws IllegalArgumentException if it is no token of this store
   */
  Source<SubscribedEvent<E>, NotUsed> source(String token) {
    return source(Offset.sequence(SubscriptionToken.parse(token, settings.name()).offset()));
  }

  private Source<SubscribedEvent<E>, NotUsed> source(Offset offset) {
    int lastSlice = Persistence.get(system).numberOfSlices() - 1;
    Source<EventEnvelope<Object>, NotUsed> envelopes =
        ReadJournals.of(system, settings, EventsBySliceQuery.class, "events by slices")
            .eventsBySlices(settings.name(), 0, lastSlice, offset);
    return envelopes.map(this::subscribedEvent);
  }

  private SubscribedEvent<E> subscribedEvent(EventEnvelope<Object> envelope)
      throws NotSerializableException {
    String persistenceId = envelope.persistenceId();
    ScopeId scopeId = new ScopeId(persistenceId.substring(persistenceId.indexOf('|') + 1));
    if (!(envelope.getOptionalEvent().orElse(null) instanceof StoredRecord record)) {
      throw new IllegalStateException(
          "scope '"
              + scopeId
              + "', sequence number "
              + envelope.sequenceNr()
              + ": expected a stored event, found "
              + envelope.getOptionalEvent());
    }
    if (!(envelope.offset() instanceof Sequence offset)) {
      throw new IllegalStateException(
          "expected the read journal to count its events, found the offset " + envelope.offset());
    }
    return new SubscribedEvent<>(
        new StoredEvents<>(scopeId, settings).storedEvent(record),
        new SubscriptionToken(settings.name(), offset.value()).text());
  }
}
