package io.atomicstore.server.http;

import static io.atomicstore.server.http.Route.POST;

import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.protocol.Meta;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.security.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/** Stores events, if the log ends where their sender saw it end, or if validators say yes. */
final class SubmissionResource {

  private static final Call.Bounds TIMEOUT_MILLIS = new Call.Bounds(1, 600_000);

  /**
   * What a request says of its events.
   *
   * @param eventId null if the node is to make one
   * @param timeout how long they may wait for their turn
   * @param expectedSequenceNr where the log is to end; null if validators are asked
   */
  private record Terms(
      ScopeId scopeId,
      @Nullable EventId eventId,
      Duration timeout,
      boolean sealsLog,
      @Nullable Long expectedSequenceNr) {

    StoreIfValid<Event> submission(List<Event> events) {
      StoreIfValid<Event> submission = StoreIfValid.ofAll(events).withTimeout(timeout);
      if (eventId != null) {
        submission = submission.withEventId(eventId);
      }
      return sealsLog ? submission.sealingLog() : submission;
    }
  }

  private final HttpParts parts;
  private final HttpSettings.Timeouts timeouts;
  private final PostedEvents posted;
  private final Materializer materializer;

  SubmissionResource(HttpParts parts, HttpSettings.Timeouts timeouts) {
    this.parts = parts;
    this.timeouts = timeouts;
    this.posted = new PostedEvents(parts.calls().limits());
    this.materializer = Materializer.matFromSystem(parts.system());
  }

  Route route() {
    return new Route(
        POST,
        "/scopes/{scope}/events",
        Route.Admission.BY_TOKEN,
        Set.of("validation", "sealsLog", "timeoutMillis"),
        this::store);
  }

  private CompletionStage<HttpResponse> store(Call call) {
    Accepted.choose(call, Accepted.JSON);
    ScopeId scopeId = call.scopeId();
    call.require(Verb.ORIGINATE, scopeId);
    Terms terms = terms(call, scopeId);
    return body(call.request())
        .thenCompose(
            body -> submit(terms, terms.submission(posted.read(call.request(), scopeId, body))))
        .thenApply(ResultAnswers::of);
  }

  private Terms terms(Call call, ScopeId scopeId) {
    Long expectedSequenceNr =
        isDelegated(call) ? null : EntityTags.expectedSequenceNr(call.header("if-match"));
    long timeoutMillis =
        call.numberOr("timeoutMillis", TIMEOUT_MILLIS, timeouts.submission().toMillis());
    return new Terms(
        scopeId,
        idempotencyKey(call.header("idempotency-key")),
        Duration.ofMillis(timeoutMillis),
        sealsLog(call.parameterOr("sealsLog", "false")),
        expectedSequenceNr);
  }

  private static boolean isDelegated(Call call) {
    String validation = call.parameter("validation");
    if (validation == null) {
      return false;
    }
    if (!validation.equals("delegated")) {
      throw Problem.badRequest(
              "query parameter 'validation' must be delegated, found '" + validation + "'")
          .asException();
    }
    if (call.header("if-match") != null) {
      throw Problem.badRequest("expected If-Match or validation=delegated, found both")
          .asException();
    }
    return true;
  }

  /** Null if there is none; with or without quotes, both of which are in use. */
  private static @Nullable EventId idempotencyKey(@Nullable String text) {
    if (text == null) {
      return null;
    }
    boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    try {
      return EventId.parse(isQuoted ? text.substring(1, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("Idempotency-Key is the event id: " + e.getMessage()).asException();
    }
  }

  private static boolean sealsLog(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw Problem.badRequest(
                  "query parameter 'sealsLog' must be true or false, found '" + text + "'")
              .asException();
    };
  }

  private CompletionStage<byte[]> body(HttpRequest request) {
    int bytesMax = posted.bytesMax(request);
    long announced = request.entity().getContentLengthOption().orElse(0);
    if (announced > bytesMax) {
      throw Problem.of(
              ProblemType.TOO_LARGE,
              "a body may have at most " + bytesMax + " bytes, found " + announced)
          .asException();
    }
    Duration patience = timeouts.body();
    return Deadlines.within(
        patience,
        request
            .entity()
            .withSizeLimit(bytesMax)
            .toStrict(patience.toMillis(), bytesMax, materializer)
            .thenApply(entity -> entity.getData().toArrayUnsafe()),
        () ->
            Problem.of(
                ProblemType.REQUEST_TIMEOUT,
                "the body did not arrive within " + patience.toMillis() + " ms"));
  }

  private CompletionStage<Result<Event, String, Meta>> submit(
      Terms terms, StoreIfValid<Event> submission) {
    Duration patience = terms.timeout().plus(timeouts.answer());
    Long expected = terms.expectedSequenceNr();
    CompletionStage<Result<Event, String, Meta>> result =
        expected == null
            ? parts.calls().delegate(submission, patience)
            : parts.store().storeIfUnchanged(submission, expected);
    return Deadlines.within(
        patience,
        result,
        () ->
            ResultAnswers.unknown(
                terms.scopeId(),
                submission.eventId(),
                "no result came within " + patience.toMillis() + " ms"));
  }
}
