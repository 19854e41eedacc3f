package io.atomicstore.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.journal.rocksdb.RocksDbJournal;
import io.atomicstore.server.conversation.ConversationSettings;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.conversation.OriginateCalls;
import io.atomicstore.server.grpc.GrpcEdge;
import io.atomicstore.server.http.HttpEdge;
import io.atomicstore.server.http.HttpParts;
import io.atomicstore.server.security.Reloading;
import io.atomicstore.server.security.ServerTls;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: the store of one data directory behind gRPC and HTTP.
 *
 * <p>Usable from any thread.
 */
public final class AtomicStoreServer implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreServer.class);

  /** What the node wants of Pekko, where the application's configuration does not say. */
  private static final String NODE_DEFAULTS = "atomic-store-node.conf";

  private static final String BLOCKING_DISPATCHER = "pekko.actor.default-blocking-io-dispatcher";

  /** For those that are cut off to be told so. */
  private static final Duration CUT_OFF_GRACE = Duration.ofMillis(500);

  private final Preparation prepared;
  private final ServerSettings settings;
  private final ActorSystem system;
  private final AtomicStore<Event, String> store;
  private final OriginateCalls originateCalls;
  private final GrpcEdge grpc;
  private final HttpEdge http;
  private final Reloading reloading;
  private boolean isClosed;

  private AtomicStoreServer(Preparation prepared, ActorSystem system)
      throws UnusableAddressException {
    this.prepared = prepared;
    this.settings = prepared.settings();
    this.system = system;
    RocksDbJournal journal = RocksDbJournal.get(system);
    this.store = StartedStore.of(settings, system);
    this.originateCalls =
        OriginateCalls.start(system, store.receptionist(), conversationSettings(settings));
    this.grpc = startGrpc(journal);
    this.http = startHttp();
    List<Runnable> reloads = new ArrayList<>(List.of(prepared.access()::reload));
    if (prepared.tls() != null) {
      reloads.add(prepared.tls()::reload);
    }
    this.reloading = Reloading.every(settings.security().reloadInterval(), reloads);
  }

  private GrpcEdge startGrpc(RocksDbJournal journal) throws UnusableAddressException {
    GrpcEdge.Listener listener =
        new GrpcEdge.Listener(
            prepared.grpc(), prepared.tls(), prepared.access(), settings.limits().connectionsMax());
    GrpcEdge.KeepAlive keepAlive =
        new GrpcEdge.KeepAlive(
            settings.keepAlive().interval(),
            settings.keepAlive().timeout(),
            settings.keepAlive().permittedIntervalMin());
    GrpcEdge.Services services =
        new GrpcEdge.Services(
            store,
            originateCalls,
            new RunningNode(settings, journal, store, originateCalls),
            system.dispatchers().lookup(BLOCKING_DISPATCHER));
    try {
      return GrpcEdge.start(listener, keepAlive, services);
    } catch (IOException e) {
      throw unusable(settings.grpc(), prepared.grpc(), e);
    }
  }

  private static UnusableAddressException unusable(
      ServerSettings.Listener listener, InetSocketAddress address, Throwable cause) {
    return UnusableAddressException.of(
        listener.portSetting() + " = " + listener.port(),
        text(address.getAddress(), address.getPort()),
        cause);
  }

  private HttpEdge startHttp() throws UnusableAddressException {
    HttpParts parts = new HttpParts(system, store, originateCalls, prepared.access());
    ServerTls tls = prepared.tls();
    InetSocketAddress address = prepared.http();
    CompletionStage<HttpEdge> starting =
        tls == null
            ? HttpEdge.start(parts, settings.httpSettings(), address)
            : HttpEdge.startEncrypted(parts, settings.httpSettings(), address, tls.engines());
    try {
      return starting.toCompletableFuture().join();
    } catch (CompletionException e) {
      endGrpc();
      throw unusable(settings.http(), address, e);
    }
  }

  private void endGrpc() {
    grpc.beginToStop();
    try {
      grpc.cutOff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Starts a node. Blocks until it listens; a store of an older format is migrated before.
   *
   * @param config what is set otherwise than in {@code reference.conf}; it need not be resolved
   * @throws ServerSettingsException if a setting is unknown or can't be used
   * @throws IllegalStateException if an address may not be bound
   * @throws io.atomicstore.server.security.UnusableFileException if a certificate or a token file
   *     is of no use
   * @throws io.atomicstore.journal.rocksdb.StoreUnavailableException if the data directory is in
   *     use, can't be used, or is damaged
   * @throws UnusableAddressException if a port can't be bound
   */
  public static AtomicStoreServer start(Config config) throws UnusableAddressException {
    Config loaded = loaded(config);
    Preparation prepared = Preparation.of(ServerSettings.of(loaded));
    ActorSystem system =
        ActorSystem.create("atomic-store", prepared.settings().systemConfig(loaded));
    try {
      AtomicStoreServer server = new AtomicStoreServer(prepared, system);
      LOGGER.info(
          "grpc={} http={} data-directory={} the node listens",
          server.grpcAddress(),
          server.httpAddress(),
          prepared.settings().dataDirectory());
      return server;
    } catch (UnusableAddressException | RuntimeException e) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      throw e;
    }
  }

  /** The configuration of a node: system properties, {@code config}, and what is set nowhere. */
  static Config loaded(Config config) {
    return ConfigFactory.load(
        config.withFallback(ConfigFactory.parseResourcesAnySyntax(NODE_DEFAULTS)));
  }

  private static ConversationSettings conversationSettings(ServerSettings settings) {
    ServerSettings.Conversations conversations = settings.conversations();
    return new ConversationSettings(
        settings.limits().edgeLimits(),
        conversations.withoutValidator(),
        conversations.submissionTimeout(),
        conversations.timeoutReason(),
        Version.text());
  }

  /** The port that gRPC listens on. */
  public int grpcPort() {
    return grpc.port();
  }

  /** Where gRPC listens: the address and the port that are bound, as {@code address:port}. */
  public String grpcAddress() {
    return text(prepared.grpc().getAddress(), grpc.port());
  }

  /** The port that HTTP listens on. */
  public int httpPort() {
    return http.address().getPort();
  }

  /**
   * Where HTTP listens: the address and the port that are bound, behind {@code http://} or {@code
   * https://}.
   */
  public String httpAddress() {
    String scheme = prepared.tls() == null ? "http://" : "https://";
    return scheme + text(prepared.http().getAddress(), httpPort());
  }

  static String text(InetAddress address, int port) {
    String host = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * Stops the node, and blocks until it has stopped. Nothing new is taken; what is in flight is
   * answered, for as long as {@code shutdown-grace} says; what is left then is cut off, and its
   * originators find out by submitting again.
   */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    LOGGER.info("the node stops, and answers what is in flight before");
    grpc.beginToStop();
    CompletableFuture<Void> httpStopped = http.stop(settings.shutdownGrace()).toCompletableFuture();
    try {
      if (!grpc.awaitEnd(settings.shutdownGrace())) {
        LOGGER.warn(
            "{} streams have not ended within shutdown-grace, {}; they are cut off",
            originateCalls.size(),
            settings.shutdownGrace());
        originateCalls.cutOff();
        grpc.awaitEnd(CUT_OFF_GRACE);
        grpc.cutOff();
      }
      httpStopped.join();
      reloading.close();
      store.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
    LOGGER.info("the node has stopped");
  }
}
