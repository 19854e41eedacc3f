package io.atomicstore.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.ActorRef;

/**
 * The originators that one log watches, to learn when they are gone. An originator stays watched
 * after its result, because it is likely to submit again and watching costs more than remembering;
 * when there are many, those for whom nothing waits are let go.
 */
final class WatchedOriginators {

  private static final int KEPT_MAX = 256;

  private final ActorContext context;
  private final Supplier<Set<Addressee>> waiting;
  private final Set<ActorRef> watched = new HashSet<>(4);
  private int max = KEPT_MAX;

  /**
   * @param waiting those whose submissions wait for their turn or are being validated
   */
  WatchedOriginators(ActorContext context, Supplier<Set<Addressee>> waiting) {
    this.context = context;
    this.waiting = waiting;
  }

  /** Watches the originator of a submission, if it can be watched. */
  void submitted(ActorRef originator) {
    if (watched.contains(originator)
        || Addressee.isOneShot(originator)
        || originator.equals(context.system().deadLetters())) {
      return;
    }
    if (watched.size() >= max) {
      letGo(waiting.get());
    }
    context.watch(originator);
    watched.add(originator);
  }

  private void letGo(Set<Addressee> stillWaiting) {
    watched.removeIf(
        originator -> {
          boolean isIdle = !stillWaiting.contains(Addressee.originator(originator));
          if (isIdle) {
            context.unwatch(originator);
          }
          return isIdle;
        });
    max = Math.max(KEPT_MAX, 2 * watched.size());
  }

  void gone(ActorRef originator) {
    watched.remove(originator);
  }
}
