package io.atomicstore.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * The WebSockets that are open: closes them with a reason, and cuts off those that are dead, that
 * do not let themselves be closed, or that are left when the node has to stop.
 */
final class WebSockets {

  /** Longer than Pekko HTTP waits for the peer's own close frame. */
  private static final Duration CLOSING_MAX = Duration.ofSeconds(5);

  /** For those that are cut off to be told so. */
  private static final Duration CUT_OFF_GRACE = Duration.ofMillis(500);

  private static final String STOPPED = "the node has stopped";

  private static final class Connection {
    private final WebSocketPeer peer;
    private final UniqueKillSwitch bytes;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Connection(WebSocketPeer peer, UniqueKillSwitch bytes) {
      this.peer = peer;
      this.bytes = bytes;
    }

    void cutOff(String cause) {
      bytes.abort(new IllegalStateException(cause));
    }
  }

  private final ActorSystem system;
  private final Duration silenceMax;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean hasEnded;

  /**
   * None is open yet.
   *
   * @param silenceMax of a peer, which is pinged, until it is taken for dead
   */
  WebSockets(ActorSystem system, Duration silenceMax) {
    this.system = system;
    this.silenceMax = silenceMax;
  }

  /**
   * The same handshake, of a WebSocket that is kept from then on.
   *
   * @param response as Pekko HTTP makes it: a header of it holds what is done with the bytes of the
   *     connection
   */
  HttpResponse kept(HttpResponse response, WebSocketPeer peer) {
    List<HttpHeader> headers = new ArrayList<>();
    for (HttpHeader header : response.getHeaders()) {
      headers.add(
          header instanceof UpgradeToOtherProtocolResponseHeader upgrade
              ? new UpgradeToOtherProtocolResponseHeader(kept(upgrade.handler(), peer).asScala())
              : header);
    }
    return response.withHeaders(headers);
  }

  /**
   * Run when the connection has become a WebSocket. It has few stages: each is memory of every
   * connection.
   */
  private Flow<ByteString, ByteString, Object> kept(
      org.apache.pekko.stream.scaladsl.Flow<ByteString, ByteString, Object> handler,
      WebSocketPeer peer) {
    return Flow.of(ByteString.class)
        .idleTimeout(silenceMax)
        .via(handler)
        .map(frame -> withReason(peer, frame))
        .joinMat(
            KillSwitches.<ByteString, ByteString>singleBidi(),
            (nothing, bytes) -> opened(new Connection(peer, bytes)))
        .watchTermination(
            (connection, done) -> {
              done.whenComplete((ended, failure) -> ended(connection));
              return (Object) connection;
            });
  }

  private Connection opened(Connection connection) {
    open.add(connection);
    if (hasEnded) {
      connection.cutOff(STOPPED);
    }
    connection.peer.whenClosing().thenRun(() -> cutOffLater(connection));
    return connection;
  }

  private void cutOffLater(Connection connection) {
    system
        .scheduler()
        .scheduleOnce(
            CLOSING_MAX,
            () -> connection.cutOff("the WebSocket did not let itself be closed"),
            system.dispatcher());
  }

  private void ended(Connection connection) {
    open.remove(connection);
    connection.end.complete(null);
  }

  private static ByteString withReason(WebSocketPeer peer, ByteString frame) {
    Closing closing = peer.closing();
    return closing == null ? frame : closing.inPlaceOf(frame);
  }

  /**
   * Ends all that are open: after {@code grace} those that have not ended are told to, and a little
   * later cut off.
   */
  CompletionStage<Void> end(Duration grace) {
    return whenNoneOpen(grace)
        .thenCompose(
            nothing -> {
              open.forEach(connection -> connection.peer.fail(Closing.stopping()));
              return whenNoneOpen(CUT_OFF_GRACE);
            })
        .thenRun(
            () -> {
              hasEnded = true;
              open.forEach(connection -> connection.cutOff(STOPPED));
            });
  }

  private CompletableFuture<Void> whenNoneOpen(Duration patience) {
    return CompletableFuture.allOf(
            open.stream().map(connection -> connection.end).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
