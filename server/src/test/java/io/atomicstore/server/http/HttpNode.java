package io.atomicstore.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.LogLimits;
import io.atomicstore.engine.AtomicStore;
import io.atomicstore.server.conversation.ConversationSettings;
import io.atomicstore.server.conversation.ConversationSettings.WithoutValidator;
import io.atomicstore.server.conversation.EdgeLimits;
import io.atomicstore.server.conversation.Event;
import io.atomicstore.server.conversation.OriginateCalls;
import io.atomicstore.server.security.AccessControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;

/** A node on RocksDB that is reached over HTTP, on a port of the loopback interface. */
final class HttpNode implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  static final EdgeLimits LIMITS =
      new EdgeLimits(100_000, 2_000, 20, 400_000, 100, 1_000, 16 << 20);

  static final HttpSettings SETTINGS =
      new HttpSettings(
          500,
          new HttpSettings.Timeouts(
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60)),
          new HttpSettings.Liveness(
              Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(10)),
          Set.of(),
          Set.of());

  /** What a test may want otherwise. */
  record Settings(
      HttpSettings http,
      AccessControl accessControl,
      LogLimits logs,
      EdgeLimits edge,
      WithoutValidator withoutValidator) {

    static final Settings DEFAULT =
        new Settings(
            SETTINGS,
            AccessControl.ofAnybody(),
            LogLimits.DEFAULT.withValidationTimeout(Duration.ofMinutes(1)),
            LIMITS,
            WithoutValidator.WAIT);

    Settings with(HttpSettings newHttp) {
      return new Settings(newHttp, accessControl, logs, edge, withoutValidator);
    }

    Settings with(AccessControl newAccessControl) {
      return new Settings(http, newAccessControl, logs, edge, withoutValidator);
    }

    Settings with(LogLimits newLogs) {
      return new Settings(http, accessControl, newLogs, edge, withoutValidator);
    }

    Settings with(EdgeLimits newEdge) {
      return new Settings(http, accessControl, logs, newEdge, withoutValidator);
    }

    Settings with(WithoutValidator newRule) {
      return new Settings(http, accessControl, logs, edge, newRule);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActorSystem system;
  private final AtomicStore<Event, String> store;
  private final OriginateCalls calls;
  private final HttpParts parts;
  private final HttpEdge edge;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpNode(Path directory) {
    this(directory, Settings.DEFAULT);
  }

  HttpNode(Path directory, Settings settings) {
    this.system =
        ActorSystem.create(
            "node",
            ConfigFactory.parseMap(
                    Map.of("atomic-store.rocksdb.directory", directory.resolve("data").toString()))
                .withFallback(ConfigFactory.parseResources("atomic-store-node.conf"))
                .withFallback(ConfigFactory.load()));
    this.store =
        AtomicStore.builder(Event.class, Event::scopeId, "timed out")
            .plugins("atomic-store.rocksdb")
            .limits(settings.logs())
            .start(system);
    this.calls =
        OriginateCalls.start(
            system,
            store.receptionist(),
            new ConversationSettings(
                settings.edge(),
                settings.withoutValidator(),
                Duration.ofMinutes(1),
                "timed out",
                "test"));
    this.parts = new HttpParts(system, store, calls, settings.accessControl());
    this.edge =
        get(
            HttpEdge.start(
                parts,
                settings.http(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  HttpParts parts() {
    return parts;
  }

  AtomicStore<Event, String> store() {
    return store;
  }

  OriginateCalls calls() {
    return calls;
  }

  HttpEdge edge() {
    return edge;
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return edge.address().getPort();
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
  }

  /** Posts one JSON event to an empty, or not so empty, log. */
  HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stores one event where the log is expected to end. */
  HttpResponse<String> store(String scope, String body, long expectedSequenceNr) {
    return send(
        post("/scopes/" + Percent.encode(scope) + "/events", body)
            .header("If-Match", "\"" + expectedSequenceNr + "\""));
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    get(edge.stop(Duration.ofMillis(200)));
    store.close();
    TestKit.shutdownActorSystem(system);
  }
}
