package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.StoredEvent.Serialized;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.journal.EventAdapters;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Sequence;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes of a stored event what queries give: as many envelopes as the event adapters make events of
 * it, usually one.
 */
final class EventEnvelopes {

  private final EventSerialization serialization;
  private final EventAdapters adapters;
  private final Persistence persistence;

  EventEnvelopes(
      EventSerialization serialization, EventAdapters adapters, Persistence persistence) {
    this.serialization = serialization;
    this.adapters = adapters;
    this.persistence = persistence;
  }

  List<EventEnvelope> of(StoredEvent event) {
    Option<Object> metadata = metadata(event);
    List<EventEnvelope> envelopes = new ArrayList<>(1);
    for (Object adapted : adapted(event)) {
      envelopes.add(
          EventEnvelope.apply(
              Sequence.apply(event.ordering()),
              event.persistenceId(),
              event.sequenceNr(),
              adapted,
              event.timestamp(),
              metadata));
    }
    return envelopes;
  }

  /**
   * With entity type and slice.
   *
   * @param <E> whatever the caller says its events are; nobody checks it
   */
  <E> List<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> typed(
      StoredEvent event, String entityType) {
    Option<Object> metadata = metadata(event);
    List<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> envelopes = new ArrayList<>(1);
    for (Object adapted : adapted(event)) {
      @SuppressWarnings("unchecked") // Pekko leaves the type of the events to the caller.
      E its = (E) adapted;
      envelopes.add(
          new org.apache.pekko.persistence.query.typed.EventEnvelope<>(
              Sequence.apply(event.ordering()),
              event.persistenceId(),
              event.sequenceNr(),
              Option.apply(its),
              event.timestamp(),
              metadata,
              entityType,
              persistence.sliceForPersistenceId(event.persistenceId())));
    }
    return envelopes;
  }

  private Option<Object> metadata(StoredEvent event) {
    Serialized metadata = event.metadata();
    return metadata == null ? Option.empty() : Option.apply(serialization.restore(metadata));
  }

  private Iterable<Object> adapted(StoredEvent event) {
    Object payload = serialization.restore(event.payload());
    return CollectionConverters.asJava(
        adapters.get(payload.getClass()).fromJournal(payload, event.eventManifest()).events());
  }
}
