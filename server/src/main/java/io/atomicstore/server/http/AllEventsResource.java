package io.atomicstore.server.http;

import static io.atomicstore.server.http.Route.GET;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.Verb;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The events of all scopes as they come. */
final class AllEventsResource {

  /** So many events that are not shown pass before the reader is told how far it has come. */
  private static final int SKIPPED_MAX = 1_000;

  private final AtomicStore<Event, String> store;
  private final ServerSentEvents serverSentEvents;

  AllEventsResource(AtomicStore<Event, String> store, ServerSentEvents serverSentEvents) {
    this.store = store;
    this.serverSentEvents = serverSentEvents;
  }

  Route route() {
    return new Route(
        GET, "/events", Route.Admission.BY_TOKEN, Set.of("prefix", "after"), this::follow);
  }

  private CompletionStage<HttpResponse> follow(Call call) {
    Accepted.choose(call, Accepted.EVENT_STREAM);
    call.require(Verb.READ);
    Access access = call.admitted();
    String prefix = call.parameterOr("prefix", "");
    Source<ByteString, NotUsed> events =
        from(token(call)).statefulMapConcat(() -> new Shown(access, prefix)::apply);
    return Answers.now(serverSentEvents.response(events, () -> access.ended() == null));
  }

  private static @Nullable String token(Call call) {
    String lastEventId = call.header("last-event-id");
    return lastEventId == null ? call.parameter("after") : lastEventId;
  }

  private Source<SubscribedEvent<Event>, NotUsed> from(@Nullable String token) {
    return token == null ? store.subscribeAll() : store.subscribeAll(token);
  }

  /** Shows the events of the scopes that are wanted and permitted. */
  private static final class Shown {

    private final Access access;
    private final String prefix;
    private int skipped;

    Shown(Access access, String prefix) {
      this.access = access;
      this.prefix = prefix;
    }

    List<ByteString> apply(SubscribedEvent<Event> event) {
      ScopeId scopeId = event.event().scopeId();
      if (scopeId.value().startsWith(prefix) && access.permits(Verb.READ, scopeId)) {
        skipped = 0;
        return List.of(ServerSentEvents.event(event.token(), event.event()));
      }
      skipped++;
      if (skipped < SKIPPED_MAX) {
        return List.of();
      }
      skipped = 0;
      return List.of(ServerSentEvents.progress(event.token()));
    }
  }
}
