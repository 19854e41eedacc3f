package io.atomicstore.engine;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.ActorRef;

/**
 * The originators that one log watches, to learn when they are gone. An originator stays watched
 * after its last result, because it is likely to submit again and watching costs more than
 * remembering; beyond a bound it is let go.
 */
final class WatchedOriginators {

  private static final int IDLE_MAX = 256;

  private final ActorContext context;
  private final Map<ActorRef, Integer> waiting = new HashMap<>(4);

  WatchedOriginators(ActorContext context) {
    this.context = context;
  }

  void submitted(ActorRef originator) {
    Integer before = waiting.get(originator);
    if (before == null) {
      if (Originator.isOneShot(originator) || originator.equals(context.system().deadLetters())) {
        return;
      }
      context.watch(originator);
      before = 0;
    }
    waiting.put(originator, before + 1);
  }

  void answered(ActorRef originator) {
    Integer before = waiting.get(originator);
    if (before == null) {
      return;
    }
    if (before == 1 && waiting.size() > IDLE_MAX) {
      waiting.remove(originator);
      context.unwatch(originator);
    } else {
      waiting.put(originator, before - 1);
    }
  }

  void gone(ActorRef originator) {
    waiting.remove(originator);
  }
}
