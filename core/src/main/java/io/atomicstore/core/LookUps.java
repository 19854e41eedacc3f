package io.atomicstore.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event ids that the journal is asked for, since they may be those of older events: of
 * submissions that wait for their turn, and of queries for a result.
 *
 * <p>An answer is kept as long as a submission of that id waits. Queries take the next answer.
 */
final class LookUps<E, R, M, O> {

  /** One id that the journal was asked for: what it has to cover, and who needs the answer. */
  private static final class LookUp<O> {

    private final List<O> askers = new ArrayList<>(0);
    private int waitingSubmissions;
    private boolean isAnswered;
    private long coveredSequenceNr;
    private @Nullable AcceptedId found;

    /** Whether its answer, if it is there, covers every event before this one. */
    boolean covers(long idsKnownFromSequenceNr) {
      return !isAnswered || found != null || coveredSequenceNr >= idsKnownFromSequenceNr - 1;
    }
  }

  private final Map<EventId, LookUp<O>> byEventId = new HashMap<>(4);
  private int askers;

  /**
   * A submission of that id waits for its turn.
   *
   * @param idsKnownFromSequenceNr the journal has to be asked for the events before this one
   * @param durableSequenceNr the journal's answer covers the events up to this one
   */
  void submissionWaits(
      EventId eventId,
      long idsKnownFromSequenceNr,
      long durableSequenceNr,
      List<Effect<E, R, M, O>> effects) {
    ask(eventId, idsKnownFromSequenceNr, durableSequenceNr, effects).waitingSubmissions++;
  }

  /** A submission of that id waits no more. */
  void submissionLeaves(EventId eventId) {
    LookUp<O> lookUp = byEventId.get(eventId);
    if (lookUp != null && lookUp.waitingSubmissions > 0) {
      lookUp.waitingSubmissions--;
      removeIfUnused(eventId, lookUp);
    }
  }

  /** Somebody asks for the result of that id, of which no submission waits. */
  void query(EventId eventId, O asker, long durableSequenceNr, List<Effect<E, R, M, O>> effects) {
    ask(eventId, 0, durableSequenceNr, effects).askers.add(asker);
    askers++;
  }

  /** How many have asked for a result and wait for the journal. */
  int askers() {
    return askers;
  }

  /** Asks the journal, unless it was asked and its answer covers enough or is still to come. */
  private LookUp<O> ask(
      EventId eventId,
      long idsKnownFromSequenceNr,
      long durableSequenceNr,
      List<Effect<E, R, M, O>> effects) {
    LookUp<O> asked = byEventId.get(eventId);
    if (asked != null && asked.covers(idsKnownFromSequenceNr)) {
      return asked;
    }
    LookUp<O> lookUp = asked == null ? new LookUp<>() : asked;
    lookUp.isAnswered = false;
    lookUp.coveredSequenceNr = durableSequenceNr;
    byEventId.put(eventId, lookUp);
    effects.add(new Effect.LookUp<>(eventId));
    return lookUp;
  }

  /** The journal has answered: those who asked for the result of that id. */
  List<O> answered(EventId eventId, @Nullable AcceptedId found) {
    LookUp<O> lookUp = byEventId.get(eventId);
    if (lookUp == null || lookUp.isAnswered) {
      return List.of();
    }
    lookUp.isAnswered = true;
    lookUp.found = found;
    List<O> answered = List.copyOf(lookUp.askers);
    lookUp.askers.clear();
    askers -= answered.size();
    removeIfUnused(eventId, lookUp);
    return answered;
  }

  private void removeIfUnused(EventId eventId, LookUp<O> lookUp) {
    if (lookUp.waitingSubmissions == 0 && lookUp.isAnswered) {
      byEventId.remove(eventId);
    }
  }

  /**
   * Whether the journal's answer for the submission whose turn it is is there, and covers every
   * event before {@code idsKnownFromSequenceNr}. If it does not, the journal is asked again.
   */
  boolean isAnswered(
      EventId eventId,
      long idsKnownFromSequenceNr,
      long durableSequenceNr,
      List<Effect<E, R, M, O>> effects) {
    LookUp<O> lookUp = ask(eventId, idsKnownFromSequenceNr, durableSequenceNr, effects);
    // It is not counted if its id became that of an older event while it waited.
    lookUp.waitingSubmissions = Math.max(1, lookUp.waitingSubmissions);
    return lookUp.isAnswered;
  }

  /** Where the journal found the id; null if it did not. */
  @Nullable AcceptedId found(EventId eventId) {
    LookUp<O> lookUp = byEventId.get(eventId);
    return lookUp == null ? null : lookUp.found;
  }

  /** Ends all: those who asked for a result. */
  List<O> end() {
    List<O> ended = new ArrayList<>();
    byEventId.values().forEach(lookUp -> ended.addAll(lookUp.askers));
    byEventId.clear();
    askers = 0;
    return ended;
  }
}
