package io.atomicstore.journal.rocksdb;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as read from the store, its payload still in bytes.
 *
 * @param ordering the event's place among all events of the store, counting from 1
 * @param isSkipped nothing is stored at this sequence number: the event had been rejected because
 *     it could not be serialized, and its writer went on with the next number
 * @param eventManifest what an event adapter left, empty if none did
 * @param metadata null if the event has none
 */
record StoredEvent(
    EventKey key,
    long ordering,
    boolean isSkipped,
    long timestamp,
    String eventManifest,
    String writerUuid,
    List<String> tags,
    Serialized payload,
    @Nullable Serialized metadata) {

  String persistenceId() {
    return key.persistenceId();
  }

  long sequenceNr() {
    return key.sequenceNr();
  }

  /** An object in the form that one of Pekko's serializers gave it. */
  record Serialized(int serializerId, String manifest, ByteBuffer bytes) {

    /** The bytes, copied: nobody else sees what is done to them. */
    byte[] toBytes() {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }
  }
}
