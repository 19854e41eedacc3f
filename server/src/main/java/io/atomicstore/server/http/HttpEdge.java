package io.atomicstore.server.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.server.security.Access;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.jspecify.annotations.Nullable;

/** A node's second port: JSON, server-sent events and WebSockets over HTTP/1.1. */
public final class HttpEdge {

  /** For connections that are idle to be closed. */
  private static final Duration CUT_OFF_GRACE = Duration.ofMillis(500);

  private final HttpParts parts;
  private final EdgeState state;
  private final ServerBinding binding;

  private HttpEdge(HttpParts parts, EdgeState state, ServerBinding binding) {
    this.parts = parts;
    this.state = state;
    this.binding = binding;
  }

  /**
   * Binds an address, in the clear.
   *
   * @return fails if the address can't be bound
   */
  public static CompletionStage<HttpEdge> start(
      HttpParts parts, HttpSettings settings, InetSocketAddress address) {
    return start(parts, settings, address, null);
  }

  /**
   * Binds an address, with TLS.
   *
   * @param engines gives one for each connection, of the server's side
   */
  public static CompletionStage<HttpEdge> startEncrypted(
      HttpParts parts,
      HttpSettings settings,
      InetSocketAddress address,
      Supplier<SSLEngine> engines) {
    return start(parts, settings, address, engines);
  }

  private static CompletionStage<HttpEdge> start(
      HttpParts parts,
      HttpSettings settings,
      InetSocketAddress address,
      @Nullable Supplier<SSLEngine> engines) {
    EdgeState state = EdgeState.of(parts, settings);
    ServerBuilder server =
        Http.get(parts.system())
            .newServerAt(address.getAddress().getHostAddress(), address.getPort())
            .withSettings(pekkoSettings(parts, settings));
    ServerBuilder encrypted =
        engines == null ? server : server.enableHttps(ConnectionContext.httpsServer(engines::get));
    return encrypted
        .bindFlow(state.connections().flow(router(parts, settings, state, address)::answer))
        .thenApply(binding -> new HttpEdge(parts, state, binding));
  }

  private static Router router(
      HttpParts parts, HttpSettings settings, EdgeState state, InetSocketAddress address) {
    boolean isOpenOnLoopback =
        address.getAddress().isLoopbackAddress()
            && parts.accessControl().admit(null) instanceof Access;
    Origins origins =
        new Origins(settings.allowedOrigins(), isOpenOnLoopback ? settings.hosts() : null);
    return new Router(
        Routes.of(parts, settings, state, origins),
        parts.accessControl(),
        origins,
        state.isStopping()::get);
  }

  private static ServerSettings pekkoSettings(HttpParts parts, HttpSettings settings) {
    Config own =
        ConfigFactory.parseMap(
            Map.ofEntries(
                Map.entry("pekko.http.server.server-header", ""),
                Map.entry("pekko.http.server.max-connections", settings.connectionsMax()),
                Map.entry("pekko.http.server.idle-timeout", millis(settings.timeouts().idle())),
                // Each request has deadlines of its own, which know what has become of it.
                Map.entry("pekko.http.server.request-timeout", "infinite"),
                Map.entry("pekko.http.server.raw-request-uri-header", true),
                Map.entry("pekko.http.server.transparent-head-requests", true),
                Map.entry(
                    "pekko.http.server.websocket.periodic-keep-alive-max-idle",
                    millis(settings.liveness().pingInterval())),
                Map.entry(
                    "pekko.http.server.parsing.error-handler", MalformedRequests.class.getName()),
                // The limit of each body is its resource's.
                Map.entry("pekko.http.server.parsing.max-content-length", "infinite"),
                // Room for a scope and a page's beginning, each of 255 bytes percent-encoded.
                Map.entry("pekko.http.server.parsing.max-uri-length", "4k"),
                Map.entry("pekko.http.server.parsing.uri-parsing-mode", "relaxed"),
                Map.entry("pekko.http.server.parsing.modeled-header-parsing", false)));
    return ServerSettings.create(own.withFallback(parts.system().settings().config()));
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /**
   * Takes no more requests, ends the streams of events, whose readers resume elsewhere, answers
   * what is under way, and has the conversations end when what they have open is answered.
   *
   * @param grace what has not ended by then is cut off
   * @return completes when no connection is left
   */
  public CompletionStage<Void> stop(Duration grace) {
    state.isStopping().set(true);
    CompletionStage<Done> unbound = binding.unbind();
    parts.calls().stop();
    state.eventStreams().shutdown();
    return CompletableFuture.allOf(
            unbound.toCompletableFuture(),
            state.connections().whenAnswered(grace).toCompletableFuture(),
            state.webSockets().end(grace).toCompletableFuture())
        .thenCompose(ended -> state.connections().end(CUT_OFF_GRACE))
        .thenCompose(ended -> binding.terminate(CUT_OFF_GRACE))
        .thenAccept(terminated -> {});
  }
}
