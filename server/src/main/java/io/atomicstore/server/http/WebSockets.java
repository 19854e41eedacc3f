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
import org.apache.pekko.stream.SharedKillSwitch;
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

  private static final class Connection {
    private final WebSocketPeer peer;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Connection(WebSocketPeer peer) {
      this.peer = peer;
    }
  }

  private final ActorSystem system;
  private final Duration silenceMax;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final SharedKillSwitch all = KillSwitches.shared("web-sockets");

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
              ? new UpgradeToOtherProtocolResponseHeader(
                  Flow.fromMaterializer((running, attributes) -> kept(upgrade.handler(), peer))
                      .mapMaterializedValue(begun -> (Object) begun)
                      .asScala())
              : header);
    }
    return response.withHeaders(headers);
  }

  /** Begins when the connection has become a WebSocket. */
  private Flow<ByteString, ByteString, Object> kept(
      org.apache.pekko.stream.scaladsl.Flow<ByteString, ByteString, Object> handler,
      WebSocketPeer peer) {
    SharedKillSwitch cut = KillSwitches.shared("web-socket");
    peer.whenClosing()
        .thenRun(
            () ->
                system.scheduler().scheduleOnce(CLOSING_MAX, () -> cut(cut), system.dispatcher()));
    Connection connection = new Connection(peer);
    open.add(connection);
    return Flow.of(ByteString.class)
        .idleTimeout(silenceMax)
        .via(cut.flow())
        .via(all.flow())
        .viaMat(handler, (left, right) -> right)
        .map(frame -> withReason(peer, frame))
        .via(cut.flow())
        .via(all.flow())
        .watchTermination(
            (nothing, done) -> {
              done.whenComplete((ended, failure) -> ended(connection));
              return nothing;
            });
  }

  private void ended(Connection connection) {
    open.remove(connection);
    connection.end.complete(null);
  }

  private static void cut(SharedKillSwitch cut) {
    cut.abort(new IllegalStateException("the WebSocket did not let itself be closed"));
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
        .thenRun(() -> all.abort(new IllegalStateException("the node has stopped")));
  }

  private CompletableFuture<Void> whenNoneOpen(Duration patience) {
    return CompletableFuture.allOf(
            open.stream().map(connection -> connection.end).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
