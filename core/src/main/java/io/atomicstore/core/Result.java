package io.atomicstore.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a submission. Every submission gets exactly one. Each case says what may now be
 * believed about the log.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 * @param <M> what the validator passed on
 */
public sealed interface Result<E, R, M> {

  /** What was submitted. */
  ProspectiveEvent<E> prospectiveEvent();

  /** The event that was submitted; the first one if there are several. */
  default E event() {
    return prospectiveEvent().event();
  }

  /** Whether the event is durably in the log. */
  default boolean wasAccepted() {
    return false;
  }

  /** The application's reason: of the rejection, or the timeout reason; null in other cases. */
  default @Nullable R reason() {
    return null;
  }

  /** What the validator passed on; null if nothing, or if no validator was heard. */
  default @Nullable M meta() {
    return null;
  }

  /**
   * The event is durable at {@code sequenceNr}, counting from 1; several events are durable from
   * there on, one after the other.
   *
   * @param sequenceNr of the first event
   * @param isDuplicate the event id was accepted before; this is the result of that submission
   */
  record Accepted<E, R, M>(
      ProspectiveEvent<E> prospectiveEvent, long sequenceNr, @Nullable M meta, boolean isDuplicate)
      implements Result<E, R, M> {

    public Accepted {
      SequenceNr.ofEvent(sequenceNr);
    }

    /** The sequence number of the last event; that of the first if there is one. */
    public long lastSequenceNr() {
      return sequenceNr + prospectiveEvent.events().size() - 1;
    }

    @Override
    public boolean wasAccepted() {
      return true;
    }
  }

  /**
   * The validation said no. Nothing was stored.
   *
   * @param reason null only where the validator threw
   * @param cause what the validator threw; null where it decided
   * @param isDuplicate the event id was rejected before; this is the result of that submission
   */
  record Rejected<E, R, M>(
      ProspectiveEvent<E> prospectiveEvent,
      @Nullable R reason,
      @Nullable M meta,
      @Nullable Throwable cause,
      boolean isDuplicate)
      implements Result<E, R, M> {}

  /**
   * No validation response came in time, or the submission's own deadline passed before its turn.
   * Nothing was stored; submitting again, under the same event id or another, is safe.
   *
   * @param reason the application's timeout reason
   * @param waited from the submission's arrival at the log to this result
   */
  record TimedOut<E, R, M>(ProspectiveEvent<E> prospectiveEvent, R reason, Duration waited)
      implements Result<E, R, M> {}

  /**
   * Too many submissions wait for this log. This one stored nothing; submit again later, under the
   * same event id if an earlier submission's result is still missing.
   *
   * @param waitingEvents how many were waiting when this one came
   * @param waitingBytes their size
   */
  record Overloaded<E, R, M>(
      ProspectiveEvent<E> prospectiveEvent, int waitingEvents, long waitingBytes)
      implements Result<E, R, M> {}

  /**
   * The log could not consider this submission, which stored nothing. Submit again, under the same
   * event id if an earlier submission's result is still missing: this one says nothing about it.
   */
  record Unavailable<E, R, M>(ProspectiveEvent<E> prospectiveEvent, String cause)
      implements Result<E, R, M> {}

  /**
   * The event was accepted, by this submission or an earlier one, but its write did not report
   * back; or this submission was turned away while an earlier one was still being decided. Stored
   * or not, nobody knows yet. Submit again with the same event id to find out.
   */
  record Unknown<E, R, M>(ProspectiveEvent<E> prospectiveEvent, String cause)
      implements Result<E, R, M> {}

  /**
   * The event id belongs to another event of this scope, of different bytes. Nothing was stored.
   *
   * @param sequenceNr where the other event is, counting from 1; 0 if it was rejected
   */
  record EventIdTaken<E, R, M>(ProspectiveEvent<E> prospectiveEvent, long sequenceNr)
      implements Result<E, R, M> {

    public EventIdTaken {
      SequenceNr.ofEnd(sequenceNr);
    }
  }

  /**
   * The log did not end where the submission expected it to. Nothing was stored.
   *
   * @param sequenceNr of the log's last event, which is durable; 0 if the log is empty
   */
  record Conflict<E, R, M>(
      ProspectiveEvent<E> prospectiveEvent, long expectedSequenceNr, long sequenceNr)
      implements Result<E, R, M> {

    public Conflict {
      SequenceNr.ofEnd(expectedSequenceNr);
      SequenceNr.ofEnd(sequenceNr);
    }
  }

  /**
   * The log is sealed: it takes no more events. Nothing was stored.
   *
   * @param sequenceNr of the log's last event, which seals it
   */
  record Sealed<E, R, M>(ProspectiveEvent<E> prospectiveEvent, long sequenceNr)
      implements Result<E, R, M> {

    public Sealed {
      SequenceNr.ofEvent(sequenceNr);
    }
  }

  /**
   * The submission itself is at fault, for example because the event is too large or can't be
   * serialized. Nothing was stored, and submitting it again won't help.
   */
  record Refused<E, R, M>(ProspectiveEvent<E> prospectiveEvent, String cause)
      implements Result<E, R, M> {}
}
