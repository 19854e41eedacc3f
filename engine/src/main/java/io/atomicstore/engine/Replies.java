package io.atomicstore.engine;

import io.atomicstore.core.Effect;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.Submission;
import org.apache.pekko.actor.ActorRef;

/** What one log says to originators and to those who query it. */
final class Replies<E, R> {

  private final ScopeId scopeId;
  private final ActorRef log;
  private final History<E> history;

  Replies(ScopeId scopeId, ActorRef log, History<E> history) {
    this.scopeId = scopeId;
    this.log = log;
    this.history = history;
  }

  void ask(Effect.AskForValidation<E, R, Object, Originator> ask) {
    Submission<E, Originator> submission = ask.submission();
    submission
        .originator()
        .ref()
        .tell(
            new ValidationRequest<>(
                ask.token(),
                submission.prospectiveEvent(),
                history.eventsUpTo(ask.pastSequenceNr())),
            log);
  }

  void tell(Submission<E, Originator> submission, Result<E, R, Object> result) {
    submission.originator().tell(result, log);
  }

  void tell(Effect.AnswerFromLog<E, R, Object, Originator> answer) {
    tell(
        answer.submission(),
        new Result.Accepted<>(
            answer.submission().prospectiveEvent(),
            answer.sequenceNr(),
            history.metaOf(answer.sequenceNr()),
            true));
  }

  void tell(Effect.AnswerQuery<E, R, Object, Originator> answer) {
    answer
        .asker()
        .ref()
        .tell(new QueriedEvents<>(scopeId, history.storedEventsUpTo(answer.sequenceNr())), log);
  }

  void refuse(Originator asker, String cause) {
    asker.ref().tell(new QueryRefused(scopeId, cause), log);
  }

  /** Answers instead of an effect that can't be carried out; nothing if it needs no answer. */
  void refuse(Effect<E, R, Object, Originator> effect, String cause) {
    if (effect instanceof Effect.AnswerFromLog<E, R, Object, Originator> answer) {
      tell(
          answer.submission(), new Result.Unknown<>(answer.submission().prospectiveEvent(), cause));
    } else if (effect instanceof Effect.AnswerQuery<E, R, Object, Originator> query) {
      refuse(query.asker(), cause);
    }
  }
}
