package io.atomicstore.server.http;

import static io.atomicstore.server.http.Route.GET;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The events of one log: a page of them, all of them, or each new one as it comes. */
final class EventResources {

  private static final Call.Bounds PAGE_LIMIT = new Call.Bounds(1, 1_000);
  private static final long PAGE_LIMIT_DEFAULT = 100;
  private static final Call.Bounds NO_LIMIT = new Call.Bounds(1, Long.MAX_VALUE);

  /** Of the events of a page, unless it is a single one. */
  private static final long PAGE_BYTES_MAX = 1 << 20;

  /** So many bytes are sent at once to a reader that is slower than the log. */
  private static final long BATCH_BYTES_MAX = 64 << 10;

  private static final String LAST_EVENT_ID = "last-event-id";

  private final AtomicStore<Event, String> store;
  private final ActorSystem system;
  private final ServerSentEvents serverSentEvents;
  private final Duration patience;

  EventResources(HttpParts parts, ServerSentEvents serverSentEvents, Duration patience) {
    this.store = parts.store();
    this.system = parts.system();
    this.serverSentEvents = serverSentEvents;
    this.patience = patience;
  }

  List<Route> routes() {
    Route.Admission byToken = Route.Admission.BY_TOKEN;
    return List.of(
        new Route(
            GET,
            "/scopes/{scope}/events",
            byToken,
            Set.of("from", "direction", "limit"),
            this::events),
        new Route(GET, "/scopes/{scope}/events/{sequenceNr}", byToken, Set.of(), this::oneEvent));
  }

  private CompletionStage<HttpResponse> events(Call call) {
    String form = Accepted.choose(call, Accepted.JSON, Accepted.NDJSON, Accepted.EVENT_STREAM);
    ScopeId scopeId = call.scopeId();
    call.require(Verb.READ, scopeId);
    CompletionStage<HttpResponse> response =
        switch (form) {
          case Accepted.EVENT_STREAM -> follow(call, scopeId);
          case Accepted.NDJSON -> all(call, scopeId);
          default -> page(call, scopeId);
        };
    return response.thenApply(answer -> answer.addHeader(RawHeader.create("Vary", "Accept")));
  }

  private CompletionStage<LogEnd> end(ScopeId scopeId) {
    return Deadlines.ofReading(patience, store.logEnd(scopeId));
  }

  private CompletionStage<HttpResponse> page(Call call, ScopeId scopeId) {
    WantedEvents wanted = WantedEvents.of(call, PAGE_LIMIT, PAGE_LIMIT_DEFAULT);
    // The end is read first: whoever sends the tag as If-Match has seen all events up to it.
    return end(scopeId)
        .thenCompose(
            end ->
                EntityTags.isKnown(call, end.sequenceNr())
                    ? Answers.now(ScopeResources.notModified(end))
                    : Deadlines.ofReading(patience, read(wanted, end))
                        .thenApply(events -> page(wanted, end, events)));
  }

  private CompletionStage<List<StoredEvent<Event>>> read(WantedEvents wanted, LogEnd end) {
    PageBound bound = new PageBound();
    return source(end.scopeId(), wanted.until(end.sequenceNr()))
        .takeWhile(bound::hasRoomBehind, true)
        .runWith(Sink.seq(), system);
  }

  private Source<StoredEvent<Event>, NotUsed> source(ScopeId scopeId, @Nullable EventRange range) {
    return range == null ? Source.empty() : store.events(scopeId, range);
  }

  /** Ends a page that is large enough. */
  private static final class PageBound {

    private long bytes;

    boolean hasRoomBehind(StoredEvent<Event> event) {
      bytes += event.event().payload().size() + event.event().header().getSerializedSize();
      return bytes < PAGE_BYTES_MAX;
    }
  }

  private static HttpResponse page(
      WantedEvents wanted, LogEnd end, List<StoredEvent<Event>> events) {
    String next =
        events.isEmpty()
            ? ""
            : wanted.nextUri(
                end.scopeId(), events.get(events.size() - 1).sequenceNr(), end.sequenceNr());
    HttpResponse response =
        Answers.json(
                ScopeResources.members(end)
                    .and(
                        json -> {
                          json.writeArrayFieldStart("events");
                          for (StoredEvent<Event> event : events) {
                            json.writeStartObject();
                            EventJson.members(event).writeTo(json);
                            json.writeEndObject();
                          }
                          json.writeEndArray();
                          if (!next.isEmpty()) {
                            json.writeStringField("next", next);
                          }
                        }))
            .addHeader(Answers.entityTag(end.sequenceNr()));
    return next.isEmpty() ? response : response.addHeader(Answers.next(next));
  }

  private CompletionStage<HttpResponse> all(Call call, ScopeId scopeId) {
    WantedEvents wanted = WantedEvents.of(call, NO_LIMIT, Long.MAX_VALUE);
    Access access = call.admitted();
    return end(scopeId)
        .thenApply(
            end -> {
              Source<ByteString, NotUsed> lines =
                  source(scopeId, wanted.until(end.sequenceNr()))
                      .map(EventJson::line)
                      .batchWeighted(
                          BATCH_BYTES_MAX,
                          line -> (long) line.size(),
                          line -> line,
                          (batch, line) -> batch.concat(line))
                      .map(batch -> permitted(access, scopeId, batch));
              return Answers.noStore()
                  .addHeader(Answers.entityTag(end.sequenceNr()))
                  .withEntity(HttpEntities.create(Answers.NDJSON, lines));
            });
  }

  /** An answer must not look complete that ends early. */
  private static ByteString permitted(Access access, ScopeId scopeId, ByteString batch) {
    if (!access.permits(Verb.READ, scopeId)) {
      throw new IllegalStateException(
          "scope=" + scopeId + " is not permitted any longer to token " + access.tokenName());
    }
    return batch;
  }

  private CompletionStage<HttpResponse> follow(Call call, ScopeId scopeId) {
    for (String name : List.of("direction", "limit")) {
      if (call.parameter(name) != null) {
        throw Problem.badRequest(
                "query parameter '" + name + "' is not for " + Accepted.EVENT_STREAM)
            .asException();
      }
    }
    String lastEventId = call.header(LAST_EVENT_ID);
    long from = call.numberOr("from", Call.SEQUENCE_NRS, 1);
    long after =
        lastEventId == null
            ? from - 1
            : Call.number("Last-Event-ID", lastEventId, new Call.Bounds(0, Long.MAX_VALUE));
    Access access = call.admitted();
    return end(scopeId)
        .thenApply(
            end ->
                end.isSealed() && after >= end.sequenceNr()
                    ? Answers.noStore().withStatus(204)
                    : serverSentEvents.response(
                        store
                            .subscribe(scopeId, after)
                            .map(
                                event ->
                                    ServerSentEvents.event(
                                        Long.toString(event.sequenceNr()), event)),
                        () -> access.permits(Verb.READ, scopeId)));
  }

  private CompletionStage<HttpResponse> oneEvent(Call call) {
    Accepted.choose(call, Accepted.JSON);
    ScopeId scopeId = call.scopeId();
    call.require(Verb.READ, scopeId);
    long sequenceNr = call.sequenceNr();
    EventRange range = EventRange.forwards(sequenceNr).limit(1);
    return Deadlines.ofReading(
            patience, store.events(scopeId, range).runWith(Sink.headOption(), system))
        .thenApply(
            event ->
                event
                    .map(found -> Answers.json(EventJson.members(found)))
                    .orElseThrow(
                        () ->
                            Problem.of(
                                    ProblemType.NOT_FOUND,
                                    "the log of scope '%s' has no event with sequence number %d"
                                        .formatted(scopeId, sequenceNr))
                                .asException()));
  }
}
