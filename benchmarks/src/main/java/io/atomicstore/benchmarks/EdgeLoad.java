package io.atomicstore.benchmarks;

import com.google.protobuf.ByteString;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One connection that has some events under way during its turns, never two in one scope, and
 * submits the next when it has a result. It keeps up with its logs, so that requests show no past
 * events.
 */
final class EdgeLoad implements StreamObserver<AtomicStoreMessage>, AutoCloseable {

  /** Whether decisions are sent along. */
  enum Way {
    FULL,
    FAST
  }

  private static final class Scope {
    private final String name;
    private LogPrefix known = LogPrefix.EMPTY;
    private EventId submitted = new EventId(new java.util.UUID(0, 1));
    private long submittedAtNanos;

    private Scope(String name) {
      this.name = name;
    }
  }

  private final ManagedChannel channel;
  private final StreamObserver<AtomicStoreMessage> server;
  private final Map<String, Scope> scopes = new HashMap<>();
  private final List<Scope> ring;
  private final Way way;
  private final ByteString payload = ByteString.copyFrom(new byte[256]);
  private final SplittableRandom random = new SplittableRandom();
  private final LongAdder accepted = new LongAdder();
  private volatile @Nullable Throwable failure;

  // Guarded by this.
  private CountDownLatch ended = new CountDownLatch(0);
  private Histogram latencyMicros = newHistogram();
  private int next;
  private int inFlight;
  private boolean isStopped;

  /**
   * @param scopes of this connection alone
   */
  EdgeLoad(int port, List<String> scopes, Way way) {
    this.way = way;
    this.ring = scopes.stream().map(Scope::new).toList();
    ring.forEach(scope -> this.scopes.put(scope.name, scope));
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().directExecutor().build();
    this.server = AtomicStoreGrpc.newStub(channel).originate(this);
    server.onNext(
        AtomicStoreMessage.newBuilder()
            .setHello(Hello.newBuilder().setOmitsEventsInResults(true).setKeepsShownEvents(true))
            .build());
  }

  private static Histogram newHistogram() {
    return new Histogram(60_000_000L, 3);
  }

  /** Begins a turn. */
  synchronized void start(int newInFlight) {
    ended = new CountDownLatch(1);
    latencyMicros = newHistogram();
    isStopped = false;
    for (int i = 0; i < newInFlight; i++) {
      submitNext();
    }
  }

  /** Of all turns. */
  long accepted() {
    return accepted.sum();
  }

  /** Ends a turn: submits nothing more, and waits until all that is under way has its result. */
  Histogram stop() throws InterruptedException {
    CountDownLatch end;
    synchronized (this) {
      isStopped = true;
      end = ended;
    }
    if (!end.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no end of the load within 30 s");
    }
    if (failure != null) {
      throw new IllegalStateException("the stream failed", failure);
    }
    synchronized (this) {
      return latencyMicros;
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private void submitNext() {
    Scope scope = ring.get(next);
    next = next + 1 == ring.size() ? 0 : next + 1;
    inFlight++;
    scope.submittedAtNanos = System.nanoTime();
    scope.submitted = EventId.of(System.currentTimeMillis(), random);
    StoreIfValid.Builder submission =
        StoreIfValid.newBuilder()
            .addEvents(payload)
            .setScopeId(scope.name)
            .setEventId(scope.submitted.toString());
    if (way == Way.FAST) {
      submission
          .getDecidedBuilder()
          .setDidPass(true)
          .getKnownBuilder()
          .setSequenceNr(scope.known.sequenceNr())
          .setHash(scope.known.hash());
    } else {
      submission.setKnownSequenceNr(scope.known.sequenceNr());
    }
    server.onNext(AtomicStoreMessage.newBuilder().setStoreIfValid(submission).build());
  }

  @Override
  public synchronized void onNext(AtomicStoreMessage message) {
    switch (message.getTypeCase()) {
      case VALIDATION_REQUEST -> onRequest(message.getValidationRequest());
      case RESULT -> onResult(message.getResult());
      default -> {}
    }
  }

  private void onRequest(ValidationRequest request) {
    find(request.getScopeId()).known =
        new LogPrefix(request.getPast().getSequenceNr(), request.getPast().getHash());
    server.onNext(
        AtomicStoreMessage.newBuilder()
            .setValidationResponse(
                ValidationResponse.newBuilder()
                    .setValidationDidPass(true)
                    .setScopeId(request.getScopeId())
                    .setToken(request.getToken()))
            .build());
  }

  private Scope find(String name) {
    return Objects.requireNonNull(scopes.get(name), name);
  }

  private void onResult(Result result) {
    if (!result.getWasAccepted()) {
      onError(new IllegalStateException("expected an accepted event, found " + result));
      return;
    }
    Scope scope = find(result.getScopeId());
    scope.known = scope.known.followedBy(scope.submitted);
    latencyMicros.recordValue((System.nanoTime() - scope.submittedAtNanos) / 1000);
    accepted.increment();
    inFlight--;
    if (!isStopped) {
      submitNext();
    } else if (inFlight == 0) {
      ended.countDown();
    }
  }

  @Override
  public synchronized void onError(Throwable cause) {
    failure = cause;
    ended.countDown();
  }

  @Override
  public synchronized void onCompleted() {
    ended.countDown();
  }
}
