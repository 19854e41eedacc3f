package io.atomicstore.server.http;

import java.time.Duration;
import java.util.Set;

/**
 * How a node speaks HTTP; {@code reference.conf} says what each setting costs.
 *
 * @param connectionsMax at one time
 * @param allowedOrigins of pages that may store and open WebSockets, as browsers write them; beside
 *     the node's own
 * @param hosts names under which a node on loopback without tokens answers, in lower case
 */
public record HttpSettings(
    int connectionsMax,
    Timeouts timeouts,
    Liveness liveness,
    Set<String> allowedOrigins,
    Set<String> hosts) {

  /**
   * How long things may take.
   *
   * @param body until the body of a request has arrived
   * @param submission until the turn of a submission that does not say
   * @param answer of the store; for a submission, beyond the time it may wait
   * @param idle for which nothing moves on a connection
   */
  public record Timeouts(Duration body, Duration submission, Duration answer, Duration idle) {}

  /**
   * How the ends of a long stream know of each other.
   *
   * @param heartbeatInterval between the comments in a stream of server-sent events without news
   * @param pingInterval of silence before a WebSocket is pinged
   * @param silenceMax of a WebSocket that is not dead
   */
  public record Liveness(Duration heartbeatInterval, Duration pingInterval, Duration silenceMax) {}

  public HttpSettings {
    allowedOrigins = Set.copyOf(allowedOrigins);
    hosts = Set.copyOf(hosts);
  }
}
