package io.atomicstore.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.awaitility.Awaitility;

/** A store on RocksDB in a directory of the test, that can be ended and started again. */
final class StoreUnderTest implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Config config;
  private final UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings;
  private ActorSystem system;
  private AtomicStore<Note, Reason> store;

  StoreUnderTest(Path directory) {
    this(directory, builder -> builder);
  }

  StoreUnderTest(Path directory, UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings) {
    this(onRocksDb(directory), settings);
  }

  StoreUnderTest(Config config, UnaryOperator<AtomicStoreBuilder<Note, Reason>> settings) {
    this.config = config;
    this.settings = settings;
    this.system = ActorSystem.create("test", config);
    this.store = settings.apply(builder()).start(system);
  }

  static Config onRocksDb(Path directory) {
    return ConfigFactory.parseMap(Map.of("atomic-store.rocksdb.directory", directory.toString()))
        .withFallback(ConfigFactory.load());
  }

  static AtomicStoreBuilder<Note, Reason> builder() {
    return AtomicStore.builder(Note.class, note -> new ScopeId(note.scope()), Reason.TIMED_OUT);
  }

  AtomicStore<Note, Reason> store() {
    return store;
  }

  ActorSystem system() {
    return system;
  }

  ActorRef receptionist() {
    return store.receptionist();
  }

  TestKit originator() {
    return new TestKit(system);
  }

  /** Stores a note, with a validator that says yes. */
  Result<Note, Reason, String> accept(String scope, String text) {
    return await(
        store.storeIfValid(
            Note.of(scope, text), (prospective, past) -> io.atomicstore.core.Decision.accept()));
  }

  /** The same, and again while a log that died is on its way out. */
  Result<Note, Reason, String> acceptOnceAvailable(String scope, String text) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> accept(scope, text), result -> !(result instanceof Result.Unavailable));
  }

  List<String> texts(String scope) {
    return events(scope).stream().map(stored -> stored.event().text()).toList();
  }

  List<StoredEvent<Note>> events(String scope) {
    return await(store.events(new ScopeId(scope)).runWith(Sink.seq(), system));
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends the actor system and starts all again from what is stored. */
  void restart() {
    TestKit.shutdownActorSystem(system);
    system = ActorSystem.create("test", config);
    store = settings.apply(builder()).start(system);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}
