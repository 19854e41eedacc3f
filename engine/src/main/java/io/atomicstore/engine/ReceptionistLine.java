package io.atomicstore.engine;

import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.originator.LogLine;
import java.time.Duration;
import org.apache.pekko.actor.ActorRef;

/**
 * The way to the logs by the receptionist.
 *
 * @param originator gets the answers
 */
record ReceptionistLine<E, R>(ActorRef receptionist, ActorRef originator) implements LogLine<E, R> {

  @Override
  public void submit(ProspectiveEvent<E> event, Duration timeout, Judgement<R, Object> judgement) {
    receptionist.tell(
        new StoreIfValid<>(
            event.events(), event.eventId(), timeout, judgement, event.sealsLog(), true),
        originator);
  }
}
