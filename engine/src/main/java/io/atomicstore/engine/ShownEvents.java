package io.atomicstore.engine;

import io.atomicstore.core.Effect;
import io.atomicstore.core.Judgement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;

/**
 * Up to where one incarnation of a log has shown its events to each originator that keeps what it
 * is shown, so that none is shown twice, however many of its submissions wait. It is a guess in the
 * originator's favour: one that lacks an event asks for it.
 *
 * <p>The originators used last are remembered; others are shown what follows what they say they
 * know.
 */
final class ShownEvents {

  private static final int ORIGINATORS_MAX = 256;

  private final Map<ActorRef, Long> upToSequenceNr =
      new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ActorRef, Long> eldest) {
          return size() > ORIGINATORS_MAX;
        }
      };

  /** The event after which to begin to show, from what the originator knew when it submitted. */
  long after(Effect.AskForValidation<?, ?, ?, Addressee> ask) {
    Addressee originator = ask.submission().originator();
    if (!originator.keepsShownEvents()) {
      return ask.afterSequenceNr();
    }
    long shown = upToSequenceNr.getOrDefault(originator.ref(), 0L);
    return Math.min(ask.past().sequenceNr(), Math.max(ask.afterSequenceNr(), shown));
  }

  /** A page for a validation was sent, or had no events. */
  void shown(Addressee originator, long lastSequenceNr) {
    if (originator.keepsShownEvents()) {
      upToSequenceNr.merge(originator.ref(), lastSequenceNr, Math::max);
    }
  }

  /** Events were accepted: their originator has decided on all before them, and knows them too. */
  void accepted(Effect.Write<?, ?, ?, Addressee> write) {
    Addressee originator = write.submission().originator();
    if (!(write.submission().judgement() instanceof Judgement.Expect)) {
      int events = write.submission().prospectiveEvent().events().size();
      shown(originator, write.past().sequenceNr() + events);
    }
  }

  void gone(ActorRef originator) {
    upToSequenceNr.remove(originator);
  }
}
