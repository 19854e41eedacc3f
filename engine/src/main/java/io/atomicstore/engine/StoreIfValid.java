package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.originator.EventIds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The submission of an event, or of several that are stored together or not at all. Sent to the
 * receptionist by an originator, which gets a {@link ValidationRequest} unless it has brought a
 * judgement that holds, answers it with a {@link ValidationResponse}, and gets exactly one {@link
 * io.atomicstore.core.Result}.
 *
 * @param events one or more, in order, all of the same scope
 * @param eventId names the submission. Submitted again, it is not stored twice.
 * @param timeout how long the submission may wait for its turn, counted from its arrival at the
 *     log, at most 365 days; null waits as long as it takes. It is looked at when the turn comes:
 *     the result may come later, but the event is not considered any more.
 * @param judgement how it is to be judged when its turn comes
 * @param sealsLog whether the log is to be sealed by it: no event is stored after its last one
 * @param keepsShownEvents whether the originator keeps what requests show it, for all its
 *     submissions
 */
public record StoreIfValid<E>(
    List<E> events,
    EventId eventId,
    @Nullable Duration timeout,
    Judgement<?, ?> judgement,
    boolean sealsLog,
    boolean keepsShownEvents) {

  public StoreIfValid {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("expected at least one event to submit, found none");
    }
    if (timeout != null) {
      Timeouts.check("timeout", timeout);
    }
  }

  /**
   * A submission under a new event id (UUID version 7), without a timeout of its own, of which the
   * originator is asked.
   */
  public static <E> StoreIfValid<E> of(E event) {
    return ofAll(List.of(event));
  }

  /** The same of several events, which are stored together or not at all. */
  public static <E> StoreIfValid<E> ofAll(List<E> events) {
    return new StoreIfValid<>(events, EventIds.next(), null, Judgement.ask(), false, false);
  }

  /** The event; the first one if there are several. */
  public E event() {
    return events.get(0);
  }

  /** The same submission under that id. */
  public StoreIfValid<E> withEventId(EventId newEventId) {
    return new StoreIfValid<>(events, newEventId, timeout, judgement, sealsLog, keepsShownEvents);
  }

  /** The same submission, given up when its turn has not come within {@code newTimeout}. */
  public StoreIfValid<E> withTimeout(Duration newTimeout) {
    return new StoreIfValid<>(events, eventId, newTimeout, judgement, sealsLog, keepsShownEvents);
  }

  /**
   * The same submission by an originator that knows the log up to {@code known}: it is shown only
   * what follows.
   */
  public StoreIfValid<E> withKnown(LogPrefix known) {
    return withJudgement(new Judgement.Ask<>(known));
  }

  /**
   * The same submission with a decision that was taken on the log up to {@code known}. If that is
   * all of the log when the turn comes, the decision stands, a yes like a no; if not, the
   * originator is asked after all.
   *
   * @param known as a {@link ValidationRequest} has shown it, or gone on from there by {@link
   *     LogPrefix#followedBy}; with one whose hash is not known, the originator is asked
   */
  public <R, M> StoreIfValid<E> withDecision(LogPrefix known, Decision<R, M> decision) {
    return withJudgement(new Judgement.Decided<>(known, decision));
  }

  /**
   * The same submission, stored without asking anybody if the log ends at {@code sequenceNr} when
   * its turn comes; if not, its result is a {@link io.atomicstore.core.Result.Conflict}. 0 expects
   * an empty log.
   */
  public StoreIfValid<E> withExpectedSequenceNr(long sequenceNr) {
    return withJudgement(new Judgement.Expect<>(sequenceNr));
  }

  StoreIfValid<E> withJudgement(Judgement<?, ?> newJudgement) {
    return new StoreIfValid<>(events, eventId, timeout, newJudgement, sealsLog, keepsShownEvents);
  }

  /** The same submission, whose last event seals the log: nothing is stored after it. */
  public StoreIfValid<E> sealingLog() {
    return new StoreIfValid<>(events, eventId, timeout, judgement, true, keepsShownEvents);
  }

  /**
   * The same submission by an originator that keeps, for all its submissions to that log, the past
   * events it is shown, and its own that are accepted: a request may leave them out, and begin
   * behind what was known when this was submitted. What the originator lacks all the same it gets
   * by {@link ValidationRequest#pastEventsAfter}.
   */
  public StoreIfValid<E> keepingShownEvents() {
    return new StoreIfValid<>(events, eventId, timeout, judgement, sealsLog, true);
  }
}
