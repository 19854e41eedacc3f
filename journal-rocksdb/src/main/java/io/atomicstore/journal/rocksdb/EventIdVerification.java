package io.atomicstore.journal.rocksdb;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Compares the index of event ids with the events. What an event's id is only its payload tells, so
 * every payload is deserialized; that one cannot be is a fault as well.
 *
 * <p>Each event with an id needs an entry that leads to it: one look-up an event. Then all entries
 * are read in order. If as many of them lead behind what is deleted as there are events with ids,
 * none leads elsewhere, and no event has to be looked up; only if the numbers differ is that done.
 */
final class EventIdVerification {

  private final Inspection inspection;
  private final IndexedIds ids;
  private long entered;
  private long entries;

  EventIdVerification(Inspection inspection, IndexedIds ids) {
    this.inspection = inspection;
    this.ids = ids;
  }

  /** Looks for the entry of an event. */
  void verify(StoredEvent event) throws RocksDBException {
    UUID id = event.isSkipped() ? null : idOf(event);
    if (id == null) {
      return;
    }
    byte[] prefix = EventKey.prefixOf(event.persistenceId());
    byte[] key = EventIdEntry.key(prefix, id);
    byte[] value = inspection.reading().get(Table.EVENT_IDS, key);
    byte[] eventKey = EventKey.of(prefix, event.sequenceNr());
    if (value != null && Arrays.equals(EventIdEntry.eventKey(key, value), eventKey)) {
      entered++;
    } else {
      inspection.note(
          event.persistenceId(),
          event.sequenceNr(),
          "no entry of the index of event ids leads to it, which has id " + id);
    }
  }

  private @Nullable UUID idOf(StoredEvent event) {
    try {
      return ids.of(event);
    } catch (UnreadablePayloadException e) {
      inspection.note(event.persistenceId(), event.sequenceNr(), e.getMessage());
      return null;
    }
  }

  /** Follows the entries, after all events; how many there are. */
  long verifyEntries() {
    long[] live = {0};
    inspection.forEach(
        Table.EVENT_IDS,
        (key, value) -> {
          entries++;
          live[0] += isLive(EventKey.parse(EventIdEntry.eventKey(key, value))) ? 1 : 0;
        });
    if (live[0] != entered) {
      inspection.forEach(Table.EVENT_IDS, this::requireEvent);
    }
    return entries;
  }

  private boolean isLive(EventKey event) throws RocksDBException {
    return event.sequenceNr() > inspection.deletedUpTo(event);
  }

  private void requireEvent(byte[] key, byte[] value) throws RocksDBException {
    byte[] eventKey = EventIdEntry.eventKey(key, value);
    EventKey event = EventKey.parse(eventKey);
    if (!isLive(event)) {
      return;
    }
    byte[] record = inspection.reading().get(Table.EVENTS, eventKey);
    if (record == null) {
      throw CorruptRecordException.missing(
          event.persistenceId(), event.sequenceNr(), "only its entry in the index of event ids");
    }
    UUID id = EventIdEntry.idOf(key);
    StoredEvent stored = EventRecord.decode(eventKey, record);
    if (stored.isSkipped() || !id.equals(idOf(stored))) {
      inspection.note(
          event.persistenceId(),
          event.sequenceNr(),
          "the index of event ids leads to it from id " + id + ", which it does not have");
    }
  }
}
