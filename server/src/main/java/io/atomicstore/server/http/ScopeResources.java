package io.atomicstore.server.http;

import static io.atomicstore.server.http.Route.GET;

import io.atomicstore.core.LogEnd;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.engine.ScopesPage;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The scopes of a node, where their logs end, and what became of submissions. */
final class ScopeResources {

  private static final Call.Bounds LIMIT = new Call.Bounds(1, 10_000);
  private static final long LIMIT_DEFAULT = 1_000;

  private final AtomicStore<Event, String> store;
  private final Duration patience;

  ScopeResources(AtomicStore<Event, String> store, Duration patience) {
    this.store = store;
    this.patience = patience;
  }

  List<Route> routes() {
    Route.Admission byToken = Route.Admission.BY_TOKEN;
    return List.of(
        new Route(GET, "/scopes", byToken, Set.of("prefix", "after", "limit"), this::scopes),
        new Route(GET, "/scopes/{scope}", byToken, Set.of(), this::scope),
        new Route(GET, "/scopes/{scope}/results/{eventId}", byToken, Set.of(), this::result),
        new Route(GET, "/live-scopes", byToken, Set.of(), this::liveScopes));
  }

  private CompletionStage<HttpResponse> scopes(Call call) {
    Accepted.choose(call, Accepted.JSON);
    call.require(Verb.READ);
    String prefix = call.parameterOr("prefix", "");
    long limit = call.numberOr("limit", LIMIT, LIMIT_DEFAULT);
    List<String> permitted = call.admitted().prefixesWithin(Verb.READ, prefix);
    return Deadlines.ofReading(
            patience,
            new ScopeListing(store, call.parameterOr("after", ""), (int) limit).page(permitted))
        .thenApply(page -> listed(page, prefix, limit));
  }

  private static HttpResponse listed(ScopesPage page, String prefix, long limit) {
    List<ScopeId> scopes = page.scopeIds();
    // A page may be empty though prefixes are left, where the token permits some only.
    boolean hasNext = page.hasMore() && !scopes.isEmpty();
    String next =
        hasNext
            ? "/scopes?prefix=%s&after=%s&limit=%d"
                .formatted(
                    Percent.encode(prefix),
                    Percent.encode(scopes.get(scopes.size() - 1).value()),
                    limit)
            : "";
    HttpResponse response =
        Answers.json(
            json -> {
              json.writeArrayFieldStart("scopes");
              for (ScopeId scope : scopes) {
                json.writeString(scope.value());
              }
              json.writeEndArray();
              if (hasNext) {
                json.writeStringField("next", next);
              }
            });
    return hasNext ? response.addHeader(Answers.next(next)) : response;
  }

  private CompletionStage<HttpResponse> scope(Call call) {
    Accepted.choose(call, Accepted.JSON);
    ScopeId scopeId = call.scopeId();
    call.require(Verb.READ, scopeId);
    return Deadlines.ofReading(patience, store.logEnd(scopeId))
        .thenApply(
            end -> EntityTags.isKnown(call, end.sequenceNr()) ? notModified(end) : described(end));
  }

  static HttpResponse notModified(LogEnd end) {
    return Answers.noStore().withStatus(304).addHeader(Answers.entityTag(end.sequenceNr()));
  }

  private static HttpResponse described(LogEnd end) {
    return Answers.json(members(end)).addHeader(Answers.entityTag(end.sequenceNr()));
  }

  static Json.Members members(LogEnd end) {
    return json -> {
      json.writeStringField("scope", end.scopeId().value());
      json.writeNumberField("lastSequenceNr", end.sequenceNr());
      json.writeBooleanField("isSealed", end.isSealed());
    };
  }

  private CompletionStage<HttpResponse> liveScopes(Call call) {
    Accepted.choose(call, Accepted.JSON);
    call.require(Verb.READ);
    Access access = call.admitted();
    return Deadlines.ofReading(patience, store.liveScopes())
        .thenApply(
            scopes ->
                Answers.json(
                    json -> {
                      json.writeArrayFieldStart("scopes");
                      for (ScopeId scope : scopes.stream().sorted().toList()) {
                        if (access.permits(Verb.READ, scope)) {
                          json.writeString(scope.value());
                        }
                      }
                      json.writeEndArray();
                    }));
  }

  private CompletionStage<HttpResponse> result(Call call) {
    Accepted.choose(call, Accepted.JSON);
    ScopeId scopeId = call.scopeId();
    call.require(Verb.ORIGINATE, scopeId);
    return Deadlines.ofReading(patience, store.result(scopeId, call.eventId()))
        .thenApply(result -> recorded(call, result));
  }

  private static HttpResponse recorded(Call call, RecordedResult<String, Object> result) {
    if (result instanceof RecordedResult.NotKnown<String, Object>) {
      throw Problem.of(
              ProblemType.NOT_FOUND,
              "nothing is known of event id "
                  + call.eventId()
                  + ": it never came, or was not accepted and is forgotten")
          .asException();
    }
    return Answers.json(
        json -> {
          json.writeStringField("scope", call.scopeId().value());
          json.writeStringField("eventId", call.eventId().toString());
          outcome(result).writeTo(json);
        });
  }

  private static Json.Members outcome(RecordedResult<String, Object> result) {
    return json -> {
      if (result instanceof RecordedResult.Accepted<String, Object> accepted) {
        json.writeStringField("outcome", "accepted");
        json.writeNumberField("sequenceNr", accepted.sequenceNr());
        json.writeNumberField("lastSequenceNr", accepted.sequenceNr() + accepted.events() - 1);
        EventJson.writeMeta(json, accepted.meta());
      } else if (result instanceof RecordedResult.Rejected<String, Object> rejected) {
        json.writeStringField("outcome", "rejected");
        String reason = rejected.reason();
        Throwable cause = rejected.cause();
        if (reason != null) {
          json.writeStringField("reason", reason);
        }
        if (cause != null) {
          json.writeStringField("cause", String.valueOf(cause.getMessage()));
        }
        EventJson.writeMeta(json, rejected.meta());
      } else if (result instanceof RecordedResult.TimedOut<String, Object> timedOut) {
        json.writeStringField("outcome", "timed-out");
        json.writeStringField("reason", timedOut.reason());
      } else {
        json.writeStringField("outcome", "pending");
      }
    };
  }
}
