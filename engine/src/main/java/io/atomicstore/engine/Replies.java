package io.atomicstore.engine;

import io.atomicstore.core.Effect;
import io.atomicstore.core.EventId;
import io.atomicstore.core.EventLog;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.Submission;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** What one log says to originators and to those who query it. */
final class Replies<E, R> {

  private final ScopeId scopeId;
  private final ActorRef log;
  private final EventLog<E, R, Object, Addressee> rules;
  private final LogPages<E> pages;

  Replies(
      ScopeId scopeId, ActorRef log, EventLog<E, R, Object, Addressee> rules, LogPages<E> pages) {
    this.scopeId = scopeId;
    this.log = log;
    this.rules = rules;
    this.pages = pages;
  }

  void ask(Effect.AskForValidation<E, R, Object, Addressee> ask, PastEvents<E> firstPage) {
    Submission<E, R, Object, Addressee> submission = ask.submission();
    submission
        .originator()
        .ref()
        .tell(
            new ValidationRequest<>(
                ask.token(), submission.prospectiveEvent(), firstPage, ask.past()),
            log);
  }

  void tell(Submission<E, R, Object, Addressee> submission, Result<E, R, Object> result) {
    submission.originator().tell(result, log);
  }

  /** An event id was accepted before: the result of that time. */
  void tell(Effect.AnswerFromLog<E, R, Object, Addressee> answer) {
    Submission<E, R, Object, Addressee> submission = answer.submission();
    pages.metaOf(
        answer.sequenceNr(),
        meta ->
            tell(
                submission,
                new Result.Accepted<>(
                    submission.prospectiveEvent(), answer.sequenceNr(), meta, true)),
        failure ->
            tell(
                submission,
                new Result.Unknown<>(
                    submission.prospectiveEvent(),
                    "the event of its id, at sequence number "
                        + answer.sequenceNr()
                        + ", could not be read: "
                        + failure)));
  }

  void tell(Effect.AnswerQuery<E, R, Object, Addressee> answer) {
    Addressee asker = answer.asker();
    asker.answered();
    QueryEvents query = asker.query(QueryEvents.class);
    boolean isForwards = query.order() == EventRange.Order.FORWARDS;
    long end = answer.sequenceNr();
    long from = isForwards ? query.fromSequenceNr() : Math.min(query.fromSequenceNr(), end);
    if (from > end || end == 0) {
      tell(asker, List.of());
    } else {
      pages.page(
          from,
          isForwards ? end : 1,
          query.eventsMax(),
          events -> tell(asker, events),
          failure -> refuse(asker, "the events could not be read: " + failure));
    }
  }

  private void tell(Addressee asker, List<StoredEvent<E>> events) {
    asker
        .ref()
        .tell(
            new QueriedEvents<>(
                scopeId, events, rules.durableSequenceNr(), rules.isSealedDurably()),
            log);
  }

  void tell(Effect.AnswerResultQuery<E, R, Object, Addressee> answer) {
    if (answer.result() instanceof RecordedResult.Accepted<R, Object> accepted) {
      pages.metaOf(
          accepted.sequenceNr(),
          meta -> tell(answer.asker(), withMeta(accepted, meta)),
          failure -> refuse(answer.asker(), "the event could not be read: " + failure));
    } else {
      tell(answer.asker(), answer.result());
    }
  }

  private RecordedResult<R, Object> withMeta(
      RecordedResult.Accepted<R, Object> accepted, @Nullable Object meta) {
    return new RecordedResult.Accepted<>(accepted.sequenceNr(), accepted.events(), meta);
  }

  private void tell(Addressee asker, RecordedResult<R, Object> result) {
    EventId eventId = asker.query(GetResult.class).eventId();
    asker.ref().tell(new GotResult<>(scopeId, eventId, result), log);
  }

  void refuse(Addressee asker, String cause) {
    asker.answered();
    asker.ref().tell(new QueryRefused(scopeId, cause), log);
  }
}
