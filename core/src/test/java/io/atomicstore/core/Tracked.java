package io.atomicstore.core;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One submission of a random history: it is the event it submits, so that every effect leads back
 * to it, and it notes what became of it.
 */
final class Tracked {

  /** Where the naive model stands with it. */
  enum Place {
    NOT_SUBMITTED,
    WAITING,
    UNDER_VALIDATION,
    OWED,
    ANSWERED
  }

  private static final ScopeId SCOPE = new ScopeId("lot-17");

  final int nr;
  final int id;
  final int bytes;
  final String originator;
  final int sizeBytes;
  final long deadlineNanos;
  final Submission<Tracked, String> submission;

  Place place = Place.NOT_SUBMITTED;
  Decision.@Nullable Reject<String, Long> rejection;

  /** The events it was judged on; null until it is. */
  @Nullable List<Tracked> judgedOn;

  int incarnation;
  Did.@Nullable What told;
  boolean isAnswered;
  boolean wasOwed;
  boolean isOriginatorGone;
  boolean wasSaidNotToBeStored;

  /**
   * @param nr counts the submissions of a history
   * @param id stands for the event id
   * @param bytes stands for the event's bytes: other bytes, other number
   */
  Tracked(
      int nr,
      int id,
      int bytes,
      String originator,
      int sizeBytes,
      long submittedAtNanos,
      long deadlineNanos) {
    this.nr = nr;
    this.id = id;
    this.bytes = bytes;
    this.originator = originator;
    this.sizeBytes = sizeBytes;
    this.deadlineNanos = deadlineNanos;
    this.submission =
        new Submission<>(
            ProspectiveEvent.of(SCOPE, new EventId(new UUID(7, id)), this),
            bytes,
            sizeBytes,
            originator,
            submittedAtNanos,
            deadlineNanos);
  }

  boolean isEqualEvent(Tracked other) {
    return id == other.id && bytes == other.bytes;
  }

  AcceptedId acceptedAt(long sequenceNr) {
    return new AcceptedId(sequenceNr, submission.prospectiveEvent().eventId(), bytes);
  }

  @Override
  public String toString() {
    return "submission " + nr + " (id " + id + ", bytes " + bytes + ", by " + originator + ")";
  }
}
