package io.atomicstore.server.http;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.LogUnavailableException;
import io.atomicstore.protocol.Meta;
import io.atomicstore.server.conversation.Event;
import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table from results and failures to HTTP. What was not stored and what is perhaps stored
 * never share a status: the latter is 500 alone.
 */
final class ResultAnswers {

  private static final Logger LOGGER = LoggerFactory.getLogger(ResultAnswers.class);

  private static final String NOTHING_STORED = "; nothing was stored";
  private static final String RETRY_AFTER = "Retry-After";
  private static final String RETRY_SECONDS = "1";

  private ResultAnswers() {}

  static HttpResponse of(Result<Event, String, Meta> result) {
    return result instanceof Result.Accepted<Event, String, Meta> accepted
        ? accepted(accepted)
        : problem(result)
            .with(submission(result.prospectiveEvent()))
            .with(
                json -> {
                  if (result.reason() != null) {
                    json.writeStringField("reason", result.reason());
                  }
                  EventJson.writeMeta(json, result.meta());
                })
            .response();
  }

  private static HttpResponse accepted(Result.Accepted<Event, String, Meta> accepted) {
    ProspectiveEvent<Event> event = accepted.prospectiveEvent();
    return Answers.json(
            submission(event)
                .and(
                    json -> {
                      json.writeNumberField("sequenceNr", accepted.sequenceNr());
                      json.writeNumberField("lastSequenceNr", accepted.lastSequenceNr());
                      json.writeBooleanField("isDuplicate", accepted.isDuplicate());
                      EventJson.writeMeta(json, accepted.meta());
                    }))
        .withStatus(accepted.isDuplicate() ? 200 : 201)
        .addHeader(Answers.entityTag(accepted.lastSequenceNr()))
        .addHeader(
            RawHeader.create("Location", Uris.event(event.scopeId(), accepted.sequenceNr())));
  }

  private static Json.Members submission(ProspectiveEvent<Event> event) {
    return submission(event.scopeId(), event.eventId());
  }

  private static Json.Members submission(ScopeId scopeId, EventId eventId) {
    return json -> {
      json.writeStringField("scope", scopeId.value());
      json.writeStringField("eventId", eventId.toString());
    };
  }

  private static Problem problem(Result<Event, String, Meta> result) {
    if (result instanceof Result.Rejected<Event, String, Meta> rejected) {
      return rejected(rejected);
    } else if (result instanceof Result.TimedOut<Event, String, Meta> timedOut) {
      return Problem.of(
              ProblemType.TIMED_OUT,
              "no decision came within " + timedOut.waited().toMillis() + " ms" + NOTHING_STORED)
          .with(json -> json.writeNumberField("waitedMillis", timedOut.waited().toMillis()));
    } else if (result instanceof Result.Overloaded<Event, String, Meta> overloaded) {
      return Problem.of(
              ProblemType.OVERLOADED,
              overloaded.waitingEvents() + " events wait for the log" + NOTHING_STORED)
          .withHeader(RETRY_AFTER, RETRY_SECONDS);
    } else if (result instanceof Result.Unavailable<Event, String, Meta> unavailable) {
      return unavailable(unavailable.cause() + NOTHING_STORED);
    } else if (result instanceof Result.Unknown<Event, String, Meta> unknown) {
      return unknown(unknown.cause());
    }
    return fault(result);
  }

  private static Problem rejected(Result.Rejected<Event, String, Meta> rejected) {
    Throwable cause = rejected.cause();
    String detail =
        cause == null
            ? "the validation said no: " + rejected.reason()
            : "the validation failed: " + cause.getMessage();
    return Problem.of(ProblemType.REJECTED, detail + NOTHING_STORED)
        .with(json -> json.writeBooleanField("isDuplicate", rejected.isDuplicate()));
  }

  private static Problem fault(Result<Event, String, Meta> result) {
    ScopeId scopeId = result.prospectiveEvent().scopeId();
    if (result instanceof Result.Conflict<Event, String, Meta> conflict) {
      return Problem.of(
              ProblemType.LOG_MOVED,
              String.format(
                  "expected the log of scope '%s' to end with sequence number %d, found %d%s",
                  scopeId, conflict.expectedSequenceNr(), conflict.sequenceNr(), NOTHING_STORED))
          .with(
              json -> {
                json.writeNumberField("expectedSequenceNr", conflict.expectedSequenceNr());
                json.writeNumberField("sequenceNr", conflict.sequenceNr());
              })
          .withHeader("ETag", "\"" + conflict.sequenceNr() + "\"");
    } else if (result instanceof Result.EventIdTaken<Event, String, Meta> taken) {
      String where =
          taken.sequenceNr() == 0
              ? "an event that was rejected"
              : "the event with sequence number " + taken.sequenceNr();
      return Problem.of(
              ProblemType.EVENT_ID_TAKEN,
              "the event id belongs to " + where + ", which is another" + NOTHING_STORED)
          .with(json -> json.writeNumberField("sequenceNr", taken.sequenceNr()));
    } else if (result instanceof Result.Sealed<Event, String, Meta> closed) {
      return Problem.of(
              ProblemType.LOG_SEALED,
              String.format(
                  "the log of scope '%s' is sealed, its last event has sequence number %d%s",
                  scopeId, closed.sequenceNr(), NOTHING_STORED))
          .with(json -> json.writeNumberField("sequenceNr", closed.sequenceNr()));
    } else if (result instanceof Result.Refused<Event, String, Meta> refused) {
      return Problem.of(ProblemType.REFUSED, refused.cause() + NOTHING_STORED);
    }
    throw new IllegalArgumentException("expected a result that is no success, found " + result);
  }

  /** Nothing was heard of a submission that is on its way. */
  static Problem unknown(ScopeId scopeId, EventId eventId, String cause) {
    return unknown(cause).with(submission(scopeId, eventId));
  }

  private static Problem unknown(String cause) {
    return Problem.of(
        ProblemType.UNKNOWN,
        cause + "; send the event again with its event id as Idempotency-Key to find out");
  }

  static Problem unavailable(String cause) {
    return Problem.of(ProblemType.UNAVAILABLE, cause).withHeader(RETRY_AFTER, RETRY_SECONDS);
  }

  /** What is told of a request that failed. */
  static Problem problem(Throwable failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof CompletionException && cause != null) {
      return problem(cause);
    } else if (failure instanceof ProblemException known) {
      return known.problem();
    } else if (failure instanceof IllegalArgumentException) {
      return Problem.badRequest(String.valueOf(failure.getMessage()));
    } else if (failure instanceof LogUnavailableException) {
      return unavailable(String.valueOf(failure.getMessage()));
    } else if (failure instanceof EntityStreamSizeException tooLarge) {
      return Problem.of(
          ProblemType.TOO_LARGE, "a body may have at most " + tooLarge.limit() + " bytes");
    } else if (failure instanceof EntityStreamException) {
      return Problem.badRequest("the body can't be read: " + failure.getMessage());
    }
    LOGGER.error("a request failed", failure);
    return Problem.of(ProblemType.FAULT, "the node failed, see its log: " + failure.getClass());
  }
}
