package io.atomicstore.engine;

import io.atomicstore.core.Effect;
import io.atomicstore.core.ScopeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorContext;

/**
 * What waits until the older events of a log, which was opened from a snapshot, have been read.
 * They are read when they are first needed.
 */
final class OlderEvents<E, R> {

  private final ScopeId scopeId;
  private final StoreSettings<E, R> settings;
  private final ActorContext context;
  private final ArrayDeque<Effect<E, R, Object, Originator>> waiting = new ArrayDeque<>(1);
  private boolean isReading;

  OlderEvents(ScopeId scopeId, StoreSettings<E, R> settings, ActorContext context) {
    this.scopeId = scopeId;
    this.settings = settings;
    this.context = context;
  }

  /**
   * Keeps {@code effect} until the events are there, and starts to read them.
   *
   * @return false if too much waits already; a validation, of which there is one, may always wait
   */
  boolean await(Effect<E, R, Object, Originator> effect, History<E> history) {
    boolean isValidation = effect instanceof Effect.AskForValidation;
    if (!isValidation && waiting.size() >= settings.limits().waitingEventsMax()) {
      return false;
    }
    waiting.add(effect);
    if (!isReading) {
      isReading = true;
      context.actorOf(LogReader.props(scopeId, history.missing(), settings), "older-events");
    }
    return true;
  }

  /** Ends the wait: what waited, in order. */
  List<Effect<E, R, Object, Originator>> takeWaiting() {
    isReading = false;
    List<Effect<E, R, Object, Originator>> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
