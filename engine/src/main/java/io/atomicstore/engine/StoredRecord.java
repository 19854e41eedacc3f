package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.journal.IdentifiedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds for one event.
 *
 * @param sequenceNr also that of the journal
 * @param meta what the validator passed on, with the first event of a submission
 * @param logHash of the log up to and including this event, see {@link
 *     io.atomicstore.core.LogPrefix}; 0 is not known, in records of format 1
 * @param place where in its submission the event stands
 * @param sealsLog whether the log ends with it for ever
 */
record StoredRecord(
    long sequenceNr,
    EventId eventId,
    long storedAtMillis,
    SerializedValue event,
    @Nullable SerializedValue meta,
    long logHash,
    Place place,
    boolean sealsLog)
    implements IdentifiedEvent {

  /**
   * The place of an event in its submission.
   *
   * @param isFollowing whether an event of the same submission precedes it
   * @param following how many events of the same submission follow
   */
  record Place(boolean isFollowing, int following) {

    /** That of an event submitted alone. */
    static final Place ALONE = new Place(false, 0);

    Place {
      if (following < 0) {
        throw new IllegalArgumentException(
            "expected 0 or more events of the submission to follow, found " + following);
      }
    }

    static Place of(int index, int events) {
      return events == 1 ? ALONE : new Place(index > 0, events - 1 - index);
    }
  }

  /** Whether it is the first event of its submission, by which that is found. */
  boolean isFirst() {
    return !place.isFollowing();
  }

  /** Whether its submission ends with it. */
  boolean isLast() {
    return place.following() == 0;
  }

  @Override
  public @Nullable UUID indexedId() {
    return isFirst() ? eventId.value() : null;
  }

  int sizeBytes() {
    SerializedValue stored = meta;
    return event.sizeBytes() + (stored == null ? 0 : stored.sizeBytes());
  }
}
