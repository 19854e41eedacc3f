package io.atomicstore.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes a client. Every setting has a default. */
public final class AtomicStoreClientBuilder {

  private static final int INBOUND_MESSAGE_BYTES_MAX = 16 << 20;
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 5;
  private static final int THREADS_MAX = 8;
  private static final int NAME_BYTES_MAX = 200;
  private static final Duration HEARTBEAT_INTERVAL_MIN = Duration.ofMillis(100);
  private static final Duration HEARTBEAT_INTERVAL_MAX = Duration.ofHours(1);

  private final ServerAddress address;
  private String name = "";
  private Supplier<String> token = () -> "";
  private Encryption encryption = Encryption.UNLESS_LOOPBACK;
  private @Nullable Path trustedCertificates;
  private @Nullable Path certificateChain;
  private @Nullable Path privateKey;
  private int openSubmissionsMax = 1_000;
  private int openBytesMax = 64 << 20;
  private Duration submissionTimeout = Duration.ofSeconds(30);
  private Duration closingTimeout = Duration.ofSeconds(10);
  private Duration heartbeatInterval = Duration.ofSeconds(2);
  private Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
  private @Nullable Executor executor;

  private enum Encryption {
    UNLESS_LOOPBACK,
    TLS,
    NONE
  }

  AtomicStoreClientBuilder(String address) {
    this.address = ServerAddress.parse(address);
  }

  /** Who this client is, for the operator of the server; nothing unless set, at most 200 bytes. */
  public AtomicStoreClientBuilder name(String newName) {
    int bytes = newName.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > NAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "name may have at most " + NAME_BYTES_MAX + " bytes of UTF-8, found " + bytes);
    }
    name = newName;
    return this;
  }

  /** Shows the server this token. */
  public AtomicStoreClientBuilder token(String newToken) {
    return token(() -> newToken);
  }

  /**
   * Shows the server the token that is supplied whenever the client connects or reads, so that it
   * may change. Called from any thread, perhaps several at the same time; may block for a while.
   */
  public AtomicStoreClientBuilder token(Supplier<String> newToken) {
    token = newToken;
    return this;
  }

  /**
   * Connects with TLS, and trusts servers as the JDK does. That is the default, except to an
   * address of this machine's loopback interface.
   */
  public AtomicStoreClientBuilder tls() {
    encryption = Encryption.TLS;
    return this;
  }

  /**
   * Connects with TLS, and trusts servers whose certificate is signed by one of these.
   *
   * @param newTrustedCertificates a file in PEM form
   */
  public AtomicStoreClientBuilder tls(Path newTrustedCertificates) {
    trustedCertificates = newTrustedCertificates;
    return tls();
  }

  /**
   * Connects with TLS, and shows the server who this client is.
   *
   * @param newCertificateChain a file in PEM form
   * @param newPrivateKey a file in PEM form, of PKCS #8, not encrypted
   */
  public AtomicStoreClientBuilder clientCertificate(Path newCertificateChain, Path newPrivateKey) {
    certificateChain = newCertificateChain;
    privateKey = newPrivateKey;
    return tls();
  }

  /**
   * Connects without TLS: everybody on the way can read, and change, what is sent, tokens included.
   */
  public AtomicStoreClientBuilder insecureWithoutTls() {
    encryption = Encryption.NONE;
    return this;
  }

  /**
   * How many submissions of one originator may have no result yet; 1,000 unless set. Too few, and
   * the connection idles; too many, and they fill the heap and wait longer than they may.
   */
  public AtomicStoreClientBuilder openSubmissionsMax(int newMax) {
    openSubmissionsMax = positive("openSubmissionsMax", newMax);
    return this;
  }

  /** The same in bytes of their events; 64 MiB unless set. */
  public AtomicStoreClientBuilder openBytesMax(int newMax) {
    openBytesMax = positive("openBytesMax", newMax);
    return this;
  }

  /**
   * How long a submission that brings no timeout of its own may take to get its turn, over all
   * attempts; 30 seconds unless set. Also how long a question may take to be answered. Too short,
   * and a restart of the server is seen; too long, and callers wait for a server that is gone.
   */
  public AtomicStoreClientBuilder submissionTimeout(Duration newTimeout) {
    submissionTimeout = Timeouts.check("submissionTimeout", newTimeout);
    return this;
  }

  /**
   * How long {@link AtomicStoreClient#close} waits for the results of what is open; 10 seconds
   * unless set.
   */
  public AtomicStoreClientBuilder closingTimeout(Duration newTimeout) {
    closingTimeout = Timeouts.check("closingTimeout", newTimeout);
    return this;
  }

  /**
   * How often either end says that it is alive, at least; 2 seconds unless set, 100 ms to an hour.
   * One that has been silent for three times as long is taken for dead. Too short, and a pause of
   * the garbage collector breaks the connection; too long, and a dead server is noticed late, and
   * so is this client by a log that waits for it.
   */
  public AtomicStoreClientBuilder heartbeatInterval(Duration newInterval) {
    if (newInterval.compareTo(HEARTBEAT_INTERVAL_MIN) < 0
        || newInterval.compareTo(HEARTBEAT_INTERVAL_MAX) > 0) {
      throw new IllegalArgumentException(
          "heartbeatInterval must be "
              + HEARTBEAT_INTERVAL_MIN.toMillis()
              + " ms to an hour, found "
              + newInterval);
    }
    heartbeatInterval = newInterval;
    return this;
  }

  /**
   * How long to wait before connecting, or submitting, once more: {@code min} after the first
   * failure, twice as long after each further one, up to {@code max}; 50 ms and 2 seconds unless
   * set.
   */
  public AtomicStoreClientBuilder backoff(Duration min, Duration max) {
    backoff = new Backoff(min, max);
    return this;
  }

  /**
   * Runs validators, formats, subscribers and what depends on results, which may block it only as
   * long as it has threads left. A small pool of the client's own unless set. It is not shut down
   * with the client.
   */
  public AtomicStoreClientBuilder executor(Executor newExecutor) {
    executor = newExecutor;
    return this;
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, found " + value);
    }
    return value;
  }

  /**
   * Starts the client, which connects in the background.
   *
   * @throws UncheckedIOException if a certificate or key can't be read
   */
  public AtomicStoreClient start() {
    ManagedChannel channel = channel();
    List<ExecutorService> own = new ArrayList<>();
    ExecutorService lastResort =
        Executors.newCachedThreadPool(threads("atomic-store-client-last-resort-"));
    Executor calls = executor;
    if (calls == null) {
      ExecutorService pool =
          Executors.newFixedThreadPool(
              Math.max(2, Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors())),
              threads("atomic-store-client-"));
      own.add(pool);
      calls = pool;
    }
    own.add(lastResort);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(threads("atomic-store-client-timer-"));
    // Once the client is closed no thread is left but the caller's own.
    Executor afterAll = orElse(lastResort, Runnable::run);
    ClientParts parts =
        new ClientParts(
            new ClientSettings(
                name,
                openSubmissionsMax,
                openBytesMax,
                submissionTimeout,
                closingTimeout,
                heartbeatInterval,
                backoff),
            new Transport(address.toString(), channel, token),
            orElse(calls, afterAll),
            afterAll,
            timer,
            System::nanoTime,
            new Random());
    return new AtomicStoreClient(new ClientLife(parts, own));
  }

  /** What one does not take, the other one does: nothing may get lost. */
  private static Executor orElse(Executor executor, Executor other) {
    return task -> {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        other.execute(task);
      }
    };
  }

  private static ThreadFactory threads(String namePrefix) {
    AtomicInteger started = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, namePrefix + started.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private ManagedChannel channel() {
    return Grpc.newChannelBuilder(address.target(), credentials())
        .directExecutor()
        // What is tried again, and when, is decided here, not in the transport.
        .disableRetry()
        .maxInboundMessageSize(INBOUND_MESSAGE_BYTES_MAX)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .build();
  }

  private ChannelCredentials credentials() {
    boolean isEncrypted =
        encryption == Encryption.TLS
            || (encryption == Encryption.UNLESS_LOOPBACK && !address.isLoopback());
    if (!isEncrypted) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    try {
      if (trustedCertificates != null) {
        credentials.trustManager(trustedCertificates.toFile());
      }
      if (certificateChain != null && privateKey != null) {
        credentials.keyManager(certificateChain.toFile(), privateKey.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a certificate or key can't be read: " + e.getMessage(), e);
    }
    return credentials.build();
  }
}
