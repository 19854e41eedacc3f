package io.atomicstore.client;

import io.atomicstore.core.LogLimits;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Heartbeat;
import io.atomicstore.protocol.Stopping;
import io.atomicstore.protocol.Welcome;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A server for tests: real sockets, the real rules, logs in memory that outlive a restart as far as
 * they are durable. It can be told what to lose, and when to break. One thread runs all of it.
 */
final class TestServer implements TestLog.Surroundings, AutoCloseable {

  /** Reads the events of all scopes. */
  interface AllReader {

    /**
     * Reads an event.
     *
     * @param nr of the event among those of all scopes, counting from 1
     */
    void read(StoredEvent<TestEvent> event, int nr);
  }

  private static final int PATIENCE_SECONDS = 30;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final SplittableRandom random;
  private int port;
  private @Nullable Server grpc;

  // Owned by the thread.
  private final Map<ScopeId, TestLog> logs = new TreeMap<>();
  private final Set<TestPeer> peers = new LinkedHashSet<>();
  private final List<Runnable> heldWrites = new ArrayList<>();
  private final List<StoredEvent<TestEvent>> all = new ArrayList<>();
  private final List<AllReader> allReaders = new ArrayList<>();
  private LogLimits limits = LogLimits.DEFAULT.withValidationTimeout(Duration.ofSeconds(2));
  private Welcome welcome = Welcome.newBuilder().setServerVersion("test").build();
  private Duration writeDelay = Duration.ZERO;
  private boolean isHoldingWrites;

  // Asked on the thread, set by any.
  private volatile Predicate<AtomicStoreMessage> isTaken = message -> true;
  private volatile Predicate<AtomicStoreMessage> isSent = message -> true;
  private volatile @Nullable ServerInterceptor interceptor;
  private volatile ServerCredentials credentials = InsecureServerCredentials.create();

  TestServer(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static TestServer started() {
    try {
      TestServer server = new TestServer(1);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts, or starts again at the same address. */
  void start() throws IOException {
    TestService service = new TestService(this);
    ServerInterceptor intercepting = interceptor;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
            .directExecutor()
            .permitKeepAliveTime(1, TimeUnit.SECONDS);
    Server started =
        (intercepting == null
                ? builder.addService(service)
                : builder.addService(ServerInterceptors.intercept(service, intercepting)))
            .build()
            .start();
    grpc = started;
    port = started.getPort();
    call(
        () -> {
          logs.values().forEach(TestLog::open);
          return 0;
        });
  }

  String address() {
    return "localhost:" + port;
  }

  /** From the next start on. */
  void credentials(ServerCredentials newCredentials) {
    credentials = newCredentials;
  }

  /** From the next start on. */
  void interceptor(ServerInterceptor newInterceptor) {
    interceptor = newInterceptor;
  }

  /** The process ends at once: connections break, and what is not durable is lost. */
  void kill() {
    Server running = grpc;
    if (running != null) {
      end(running);
      grpc = null;
      call(
          () -> {
            peers.forEach(TestPeer::gone);
            peers.clear();
            heldWrites.clear();
            allReaders.clear();
            logs.values().forEach(TestLog::crash);
            return 0;
          });
    }
  }

  private static void end(Server running) {
    running.shutdownNow();
    try {
      if (!running.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("expected the server to end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** All streams break; the server goes on. */
  void breakStreams() {
    call(
        () -> {
          breakNow();
          return 0;
        });
  }

  /** Takes nothing more on the streams there are, and ends them. */
  void stopStreams() {
    call(
        () -> {
          for (TestPeer peer : List.copyOf(peers)) {
            peer.send(
                AtomicStoreMessage.newBuilder().setStopping(Stopping.getDefaultInstance()).build());
            drop(peer);
            peer.complete();
          }
          return 0;
        });
  }

  /** Says that of every message that comes, on the thread of the server. */
  void takeOnly(Predicate<AtomicStoreMessage> newIsTaken) {
    isTaken = newIsTaken;
  }

  /** Asks that of every message that is to be sent, on the thread of the server. */
  void sendOnly(Predicate<AtomicStoreMessage> newIsSent) {
    isSent = newIsSent;
  }

  /** Sends that to everybody. */
  void sendToAll(AtomicStoreMessage message) {
    call(
        () -> {
          peers.forEach(peer -> peer.send(message));
          return 0;
        });
  }

  void limits(LogLimits newLimits) {
    limits = newLimits;
  }

  void welcome(Welcome newWelcome) {
    welcome = newWelcome;
  }

  void writeDelay(Duration newDelay) {
    writeDelay = newDelay;
  }

  void holdWrites() {
    call(() -> isHoldingWrites = true);
  }

  void releaseWrites() {
    call(
        () -> {
          isHoldingWrites = false;
          List.copyOf(heldWrites).forEach(Runnable::run);
          heldWrites.clear();
          return 0;
        });
  }

  /** Writes fail: logs answer everybody, and start anew. */
  void failLogs() {
    call(
        () -> {
          heldWrites.clear();
          logs.values().forEach(TestLog::fail);
          return 0;
        });
  }

  List<StoredEvent<TestEvent>> events(ScopeId scopeId) {
    return call(() -> log(scopeId).durableEvents());
  }

  /** The texts of the durable events. */
  List<String> texts(ScopeId scopeId) {
    return events(scopeId).stream().map(event -> event.event().bytes().toStringUtf8()).toList();
  }

  int streams() {
    return call(peers::size);
  }

  /** Runs on the server's thread, and waits for it. */
  <T> T call(Callable<T> task) {
    try {
      return thread.submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the test's server has failed", e);
    }
  }

  void run(Runnable task) {
    thread.execute(task);
  }

  // From here on: on the thread alone.

  void breakNow() {
    for (TestPeer peer : List.copyOf(peers)) {
      drop(peer);
      peer.fail(Status.UNAVAILABLE.withDescription("broken by the test"));
    }
  }

  TestLog log(ScopeId scopeId) {
    TestLog found = logs.get(scopeId);
    if (found == null) {
      found = new TestLog(scopeId, this);
      logs.put(scopeId, found);
      found.open();
    }
    return found;
  }

  /** Sends that to everybody, without asking whether it is to be sent. */
  void sendDirectly(AtomicStoreMessage message) {
    peers.forEach(peer -> peer.sendDirectly(message));
  }

  Map<ScopeId, TestLog> logs() {
    return logs;
  }

  TestLog logOf(String scopeId) {
    return log(new ScopeId(scopeId));
  }

  Welcome welcome() {
    return welcome;
  }

  boolean takes(AtomicStoreMessage message) {
    return isTaken.test(message);
  }

  boolean sends(AtomicStoreMessage message) {
    return isSent.test(message);
  }

  void add(TestPeer peer) {
    peers.add(peer);
  }

  void beat() {
    peers.forEach(
        peer ->
            peer.send(
                AtomicStoreMessage.newBuilder()
                    .setHeartbeat(Heartbeat.getDefaultInstance())
                    .build()));
  }

  void drop(TestPeer peer) {
    if (peers.remove(peer)) {
      logs.values().forEach(log -> log.gone(peer));
    }
  }

  void readAll(int after, AllReader reader) {
    for (int nr = after + 1; nr <= all.size(); nr++) {
      reader.read(all.get(nr - 1), nr);
    }
    allReaders.add(reader);
  }

  @Override
  public void durable(StoredEvent<TestEvent> event) {
    all.add(event);
    allReaders.forEach(reader -> reader.read(event, all.size()));
  }

  @Override
  public LogLimits limits() {
    return limits;
  }

  @Override
  public SplittableRandom random() {
    return random;
  }

  @Override
  public long nowNanos() {
    return System.nanoTime() >>> 1;
  }

  @Override
  public void later(Duration delay, Runnable task) {
    var unused = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void write(Runnable durable) {
    if (isHoldingWrites) {
      heldWrites.add(durable);
    } else {
      later(writeDelay, durable);
    }
  }

  @Override
  public @Nullable TestPeer validator(ScopeId scopeId) {
    for (TestPeer peer : peers) {
      if (peer.hello().getValidates().getScopePrefixesList().stream()
          .anyMatch(scopeId.value()::startsWith)) {
        return peer;
      }
    }
    return null;
  }

  @Override
  public void close() {
    kill();
    thread.shutdownNow();
  }
}
