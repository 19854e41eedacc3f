package io.atomicstore.core;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The submissions without a result: those sent, a chain in which each decision rests on the one
 * before, and those parked. Once a link does not hold, everything is parked until all that was sent
 * has ended.
 */
final class OpenSubmissions<S, E, R, M> {

  /** How many ids are remembered whose earlier submission may still be heard of. */
  private static final int ENDED_IN_DOUBT_MAX = 64;

  private final Map<EventId, OpenSubmission<S, E, R, M>> open = new HashMap<>();

  /** All that was sent, in order, from the first that has not ended. */
  private final ArrayDeque<OpenSubmission<S, E, R, M>> chain = new ArrayDeque<>(1);

  private final ArrayDeque<ProspectiveEvent<E>> parked = new ArrayDeque<>(1);
  private final Set<EventId> endedInDoubt = new LinkedHashSet<>();
  private boolean isBroken;

  void park(ProspectiveEvent<E> event) {
    parked.addLast(event);
  }

  boolean unpark(EventId eventId) {
    Iterator<ProspectiveEvent<E>> events = parked.iterator();
    while (events.hasNext()) {
      if (events.next().eventId().equals(eventId)) {
        events.remove();
        return true;
      }
    }
    return false;
  }

  /** The next parked event, once everything sent has ended; null if there is none. */
  @Nullable ProspectiveEvent<E> pollParked() {
    return isBroken ? null : parked.pollFirst();
  }

  /**
   * Adds a submission behind those that were sent.
   *
   * @param judged null if the log is to ask
   */
  void add(ProspectiveEvent<E> event, @Nullable Judged<S, R, M> judged) {
    OpenSubmission<S, E, R, M> submission =
        new OpenSubmission<>(event, judged, endedInDoubt.contains(event.eventId()));
    open.put(event.eventId(), submission);
    chain.addLast(submission);
  }

  /** The submission of this id that was sent and has not ended; null if there is none. */
  @Nullable OpenSubmission<S, E, R, M> find(EventId eventId) {
    return open.get(eventId);
  }

  /** What was predicted behind this submission is wrong, unless the log was asked since. */
  void breakBehind(OpenSubmission<S, E, R, M> submission) {
    if (isBroken && submission.judged() == null) {
      return;
    }
    Iterator<OpenSubmission<S, E, R, M>> last = chain.descendingIterator();
    while (last.hasNext()) {
      OpenSubmission<S, E, R, M> behind = last.next();
      if (behind == submission) {
        break;
      }
      if (!behind.isAsked()) {
        behind.forgetPrediction();
      }
    }
    isBroken = true;
  }

  /**
   * Takes out what has ended, in the order of submission, and settles what it proves. A result that
   * overtook another waits for it: what it rests on is settled first.
   */
  void end(OpenSubmission<S, E, R, M> submission, Result<E, R, M> result, KnownStates<S> states) {
    submission.resultCame(result);
    if (!submission.isEnded()) {
      return;
    }
    open.remove(submission.eventId());
    noteDoubt(submission.eventId(), result);
    OpenSubmission<S, E, R, M> first = chain.peekFirst();
    while (first != null && first.isEnded()) {
      chain.removeFirst();
      if (first.proven() != null) {
        states.settle(first.proven());
      }
      first = chain.peekFirst();
    }
    isBroken &= first != null;
  }

  /** What was neither accepted nor rejected may be submitted again, and meet its own traces. */
  private void noteDoubt(EventId eventId, Result<E, R, M> result) {
    if (!(result instanceof Result.Accepted) && !(result instanceof Result.Rejected)) {
      endedInDoubt.add(eventId);
      if (endedInDoubt.size() > ENDED_IN_DOUBT_MAX) {
        Iterator<EventId> eldest = endedInDoubt.iterator();
        eldest.next();
        eldest.remove();
      }
    }
  }

  boolean isBroken() {
    return isBroken;
  }

  /** Whether nothing was sent that has not ended. */
  boolean hasAllEnded() {
    return open.isEmpty();
  }

  boolean isEmpty() {
    return open.isEmpty() && parked.isEmpty();
  }
}
