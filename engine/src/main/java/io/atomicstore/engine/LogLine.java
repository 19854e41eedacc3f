package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import java.time.Duration;
import org.apache.pekko.actor.ActorRef;

/**
 * What submissions of this process say to logs.
 *
 * @param originator gets the answers
 */
record LogLine(ActorRef receptionist, ActorRef originator) {

  void submit(ProspectiveEvent<?> event, Duration timeout, Judgement<?, ?> judgement) {
    receptionist.tell(
        new StoreIfValid<>(
            event.events(), event.eventId(), timeout, judgement, event.sealsLog(), true),
        originator);
  }

  void fetch(Asked<?, ?, ?> asked, long afterSequenceNr) {
    asked
        .log()
        .tell(
            new GetPastEvents(
                asked.conversation().event().scopeId(), asked.token(), afterSequenceNr),
            originator);
  }

  void respond(Asked<?, ?, ?> asked, Decision<?, ?> decision) {
    asked
        .log()
        .tell(
            new ValidationResponse<>(
                asked.conversation().event().scopeId(), asked.token(), decision),
            originator);
  }
}
