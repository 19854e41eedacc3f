package io.atomicstore.engine;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The originators that one log watches, to learn when they are gone. An originator stays watched
 * after its last result, because it is likely to submit again and watching costs more than
 * remembering; beyond a bound it is let go.
 */
final class WatchedOriginators {

  private static final int IDLE_MAX = 256;

  private final ActorContext context;
  private final Map<ActorRef, Watched> watched = new HashMap<>(4);

  /** An originator that is watched, and how many of its submissions have no result yet. */
  static final class Watched {

    private final ActorRef originator;
    private int waiting;

    private Watched(ActorRef originator) {
      this.originator = originator;
    }
  }

  WatchedOriginators(ActorContext context) {
    this.context = context;
  }

  /** Watches the originator of a submission; null if it can't be watched. */
  @Nullable Watched submitted(ActorRef originator) {
    Watched found = watched.get(originator);
    if (found == null) {
      if (Originator.isOneShot(originator) || originator.equals(context.system().deadLetters())) {
        return null;
      }
      context.watch(originator);
      found = new Watched(originator);
      watched.put(originator, found);
    }
    found.waiting++;
    return found;
  }

  void answered(Watched found) {
    found.waiting--;
    if (found.waiting == 0 && watched.size() > IDLE_MAX) {
      watched.remove(found.originator);
      context.unwatch(found.originator);
    }
  }

  void gone(ActorRef originator) {
    watched.remove(originator);
  }
}
