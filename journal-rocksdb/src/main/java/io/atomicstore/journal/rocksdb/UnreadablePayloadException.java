package io.atomicstore.journal.rocksdb;

/**
 * An event's record is sound, and its serializer cannot make the payload from it: the serializer is
 * not configured, or refuses.
 */
final class UnreadablePayloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String persistenceId;
  private final long sequenceNr;

  UnreadablePayloadException(StoredEvent event, Exception cause) {
    super(
        "the event of persistence id '%s' with sequence number %d cannot be deserialized (serializer %d, manifest '%s'): %s"
            .formatted(
                event.persistenceId(),
                event.sequenceNr(),
                event.payload().serializerId(),
                event.payload().manifest(),
                cause),
        cause);
    this.persistenceId = event.persistenceId();
    this.sequenceNr = event.sequenceNr();
  }

  String persistenceId() {
    return persistenceId;
  }

  long sequenceNr() {
    return sequenceNr;
  }
}
