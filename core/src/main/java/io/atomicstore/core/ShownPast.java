package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The past that one validation request shows, page by page, while it is being folded. It starts
 * from the longest state known that the pages prove to be of this log, and folds what follows up to
 * the past on which the event is to be judged.
 *
 * <p>Pages that don't fit, or come again, change nothing.
 */
final class ShownPast<S, E, R, M> {

  private static final long NOTHING = -1;

  private record Base<S>(KnownState<S> state, boolean isDurable) {

    /**
     * A hash that is not known proves nothing, and need not where the events are durable: only a
     * log that another owner took over can have others in their place, and it stores nothing more.
     */
    boolean isProvenBy(LogPrefix log) {
      LogPrefix prefix = state.prefix();
      return prefix.matches(log) && (isDurable || (log.isHashKnown() && prefix.isHashKnown()));
    }
  }

  private final ValidationToken token;
  private final ProspectiveEvent<E> event;
  private final LogPrefix past;
  private final Folding<S, E, R, M> folding;

  /** States the past may begin with, as long as no page has shown whether it does. */
  private final List<Base<S>> bases = new ArrayList<>(3);

  private @Nullable KnownState<S> folded;
  private @Nullable Throwable failure;
  private boolean isStartedOver;
  private boolean isHandedOut;
  private long fetchedAfter = NOTHING;

  /**
   * @param past the log as far as the event is to be judged on it
   */
  ShownPast(
      ValidationToken token,
      ProspectiveEvent<E> event,
      LogPrefix past,
      KnownStates<S> states,
      Folding<S, E, R, M> folding) {
    this.token = token;
    this.event = event;
    this.past = past;
    this.folding = folding;
    bases.add(new Base<>(states.newest(), false));
    bases.add(new Base<>(states.settled(), true));
    bases.add(new Base<>(KnownState.ofEmptyPrefix(), true));
    bases.removeIf(base -> base.state().sequenceNr() > past.sequenceNr());
    compareBases(past);
  }

  /** Takes a page of the past. */
  void take(PastEvents<E> page) {
    if (isOver()) {
      return;
    }
    findBase(page);
    try {
      fold(page);
    } catch (FoldFailedException e) {
      failure = e.thrown();
    }
    checkEnd();
  }

  private void findBase(PastEvents<E> page) {
    LogPrefix log = page.after();
    compareBases(log);
    for (StoredEvent<E> stored : page.events()) {
      log = log.followedBy(stored.eventId());
      compareBases(log);
    }
  }

  private void compareBases(LogPrefix log) {
    for (int i = bases.size() - 1; i >= 0; i--) {
      if (bases.get(i).state().sequenceNr() == log.sequenceNr()) {
        Base<S> base = bases.remove(i);
        if (base.isProvenBy(log) && (folded == null || folded.sequenceNr() < log.sequenceNr())) {
          folded = base.state().of(log);
        }
      }
    }
  }

  private void fold(PastEvents<E> page) throws FoldFailedException {
    LogPrefix log = page.after();
    for (StoredEvent<E> stored : page.events()) {
      KnownState<S> state = folded;
      if (state == null || state.sequenceNr() >= past.sequenceNr()) {
        return;
      }
      if (state.prefix().matches(log)) {
        folded = folding.after(state, stored.eventId(), stored.event());
      }
      log = log.followedBy(stored.eventId());
    }
  }

  /** The events have to add up to the past that was announced; if not, once more from the first. */
  private void checkEnd() {
    KnownState<S> state = folded;
    if (state == null || state.sequenceNr() < past.sequenceNr() || state.prefix().matches(past)) {
      return;
    }
    if (isStartedOver) {
      failure =
          new IllegalStateException(
              "the past events shown under token "
                  + token
                  + " add up to "
                  + state.prefix()
                  + ", expected "
                  + past);
      return;
    }
    isStartedOver = true;
    folded = null;
    bases.clear();
    bases.add(new Base<>(KnownState.ofEmptyPrefix(), true));
    fetchedAfter = NOTHING;
  }

  /** Adds what has to be fetched, if it is not what was fetched last. */
  void fetch(List<OriginatorEffect<S, E, R, M>> effects) {
    long missingAfter = missingAfter();
    if (!isOver() && missingAfter != fetchedAfter) {
      fetchedAfter = missingAfter;
      fetchAgain(effects);
    }
  }

  private long missingAfter() {
    long missingAfter = folded == null ? 0 : folded.sequenceNr();
    for (Base<S> base : bases) {
      missingAfter = Math.max(missingAfter, base.state().sequenceNr());
    }
    return missingAfter;
  }

  /** Adds what was fetched last and has not come. */
  void fetchAgain(List<OriginatorEffect<S, E, R, M>> effects) {
    if (!isOver()) {
      effects.add(new OriginatorEffect.FetchPastEvents<>(token, fetchedAfter));
    }
  }

  private boolean isOver() {
    return failure != null || isComplete();
  }

  /** Whether {@link #folded} is all of the past. */
  boolean isComplete() {
    return folded != null && folded.sequenceNr() == past.sequenceNr();
  }

  /** Whoever decides was given the state: nothing that comes under this token is news. */
  void handOut() {
    isHandedOut = true;
  }

  boolean isHandedOut() {
    return isHandedOut;
  }

  /** Why the past can't be folded; null if it can, as far as it was shown. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** What is folded of the past, all of it proven to be of this log; null if nothing is yet. */
  @Nullable KnownState<S> folded() {
    return folded;
  }

  /** Whether a page that has not come may show that the past begins with this state. */
  boolean mayBeginWith(KnownState<S> state) {
    return bases.stream().anyMatch(base -> base.state().prefix().equals(state.prefix()));
  }

  ValidationToken token() {
    return token;
  }

  ProspectiveEvent<E> event() {
    return event;
  }
}
