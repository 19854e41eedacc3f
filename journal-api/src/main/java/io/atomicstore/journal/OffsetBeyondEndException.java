package io.atomicstore.journal;

/**
 * A query was to go on after an offset that lies behind the last event of the store. The offset is
 * from another store, or the store has lost its last events, by being restored from an older copy
 * say. What was derived from the events up to that offset does not agree with this store.
 */
public final class OffsetBeyondEndException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final long lastOffset;

  /**
   * Says what was asked of which store.
   *
   * @param lastOffset that of the store's last event; 0 if it has none
   */
  public OffsetBeyondEndException(String store, long offset, long lastOffset) {
    super(
        "expected an offset of %s up to %d, that of its last event, got %d: it is from another store, or events were lost"
            .formatted(store, lastOffset, offset));
    this.offset = offset;
    this.lastOffset = lastOffset;
  }

  public long offset() {
    return offset;
  }

  public long lastOffset() {
    return lastOffset;
  }
}
