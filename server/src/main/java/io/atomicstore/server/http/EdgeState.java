package io.atomicstore.server.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;

/**
 * What an edge has to end.
 *
 * @param isStopping no requests are taken then
 * @param eventStreams ends the streams of server-sent events
 */
record EdgeState(
    AtomicBoolean isStopping,
    Connections connections,
    SharedKillSwitch eventStreams,
    WebSockets webSockets) {

  /** Nothing has begun. */
  static EdgeState of(HttpParts parts, HttpSettings settings) {
    return new EdgeState(
        new AtomicBoolean(),
        new Connections(new RequestPatience(parts.system(), settings.timeouts().idle())),
        KillSwitches.shared("event-streams"),
        new WebSockets(parts.system(), settings.liveness().silenceMax()));
  }
}
