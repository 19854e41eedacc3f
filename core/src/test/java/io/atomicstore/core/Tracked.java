package io.atomicstore.core;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One submission of a random history: it is the event it submits, or all of them, so that every
 * effect leads back to it, and it notes what became of it.
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

  /**
   * What is submitted.
   *
   * @param id stands for the event id
   * @param bytes stands for the bytes of the events: other bytes, other number
   * @param events how many there are
   */
  record Content(int id, int bytes, int events, boolean sealsLog, int sizeBytes) {}

  private static final ScopeId SCOPE = new ScopeId("lot-17");

  final int nr;
  final int id;
  final int bytes;
  final int events;
  final boolean sealsLog;
  final String originator;
  final int sizeBytes;
  final long deadlineNanos;
  final Submission<Tracked, String, Long, String> submission;

  Place place = Place.NOT_SUBMITTED;
  Decision.@Nullable Reject<String, Long> rejection;

  /** The submissions that the decision which came with it was taken on; null if there is none. */
  @Nullable List<Tracked> decidedOn;

  /** How many submissions were accepted when it came. */
  int acceptedBefore;

  /** The submissions it was judged on; null until it is. */
  @Nullable List<Tracked> judgedOn;

  int incarnation;
  Did.@Nullable What told;
  boolean isAnswered;
  boolean wasOwed;
  boolean isOriginatorGone;
  boolean wasSaidNotToBeStored;

  /**
   * @param nr counts the submissions of a history
   */
  Tracked(
      int nr,
      Content content,
      Judgement<String, Long> judgement,
      String originator,
      long submittedAtNanos,
      long deadlineNanos) {
    this.nr = nr;
    this.id = content.id();
    this.bytes = content.bytes();
    this.events = content.events();
    this.sealsLog = content.sealsLog();
    this.originator = originator;
    this.sizeBytes = content.sizeBytes();
    this.deadlineNanos = deadlineNanos;
    this.submission =
        new Submission<>(
            new ProspectiveEvent<>(
                SCOPE, idOf(id), Collections.nCopies(events, this), content.sealsLog()),
            judgement,
            bytes,
            sizeBytes,
            originator,
            submittedAtNanos,
            deadlineNanos);
  }

  /** What is submitted again if the same event is. */
  Content content() {
    return new Content(id, bytes, events, sealsLog, sizeBytes);
  }

  static EventId idOf(int id) {
    return new EventId(new UUID(7, id));
  }

  static int numberOf(EventId eventId) {
    return Math.toIntExact(eventId.value().getLeastSignificantBits());
  }

  boolean isEqualEvent(Tracked other) {
    return id == other.id && bytes == other.bytes;
  }

  /** The log that ends with its events, if they follow {@code prefix}. */
  LogPrefix after(LogPrefix prefix) {
    LogPrefix after = prefix;
    for (int i = 0; i < events; i++) {
      after = after.followedBy(idOf(id));
    }
    return after;
  }

  /** The log that consists of these submissions. */
  static LogPrefix prefixOf(List<Tracked> submissions) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (Tracked submission : submissions) {
      prefix = submission.after(prefix);
    }
    return prefix;
  }

  static int eventsOf(List<Tracked> submissions) {
    return submissions.stream().mapToInt(submission -> submission.events).sum();
  }

  AcceptedId acceptedAt(long sequenceNr) {
    return new AcceptedId(sequenceNr, idOf(id), bytes, events);
  }

  @Override
  public String toString() {
    return "submission "
        + nr
        + " (id "
        + id
        + ", bytes "
        + bytes
        + ", events "
        + events
        + (sealsLog ? ", seals" : "")
        + ", by "
        + originator
        + ", "
        + submission.judgement()
        + ")";
  }
}
