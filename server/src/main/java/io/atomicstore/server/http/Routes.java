package io.atomicstore.server.http;

import java.util.ArrayList;
import java.util.List;

/** All that a node answers; {@code openapi.json} says the same. */
final class Routes {

  private Routes() {}

  static List<Route> of(HttpParts parts, HttpSettings settings, EdgeState state, Origins origins) {
    ServerSentEvents serverSentEvents =
        new ServerSentEvents(settings.liveness().heartbeatInterval(), state.eventStreams());
    HttpSettings.Timeouts timeouts = settings.timeouts();
    List<Route> routes = new ArrayList<>();
    routes.addAll(new NodeResources(parts.store(), state.isStopping()::get).routes());
    routes.addAll(new ScopeResources(parts.store(), timeouts.answer()).routes());
    routes.addAll(new EventResources(parts, serverSentEvents, timeouts.answer()).routes());
    routes.add(new AllEventsResource(parts.store(), serverSentEvents).route());
    routes.add(new SubmissionResource(parts, timeouts).route());
    routes.add(new OriginateResource(parts, origins, state.webSockets()).route());
    return routes;
  }
}
