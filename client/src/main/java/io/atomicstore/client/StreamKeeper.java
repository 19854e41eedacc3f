package io.atomicstore.client;

import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Welcome;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one stream of the conversation open: connects, and connects again when it breaks, or when
 * the server has been silent for too long. Usable from any thread.
 */
final class StreamKeeper implements OriginateStream.Listener {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreClient.class);

  /** Either end takes the other for dead when it has been silent for so many intervals. */
  static final int SILENT_INTERVALS_MAX = 3;

  /** A connection takes its time to be made, however short the interval is. */
  private static final long WELCOME_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How often it looks whether something is due, of a heartbeat's interval. */
  private static final int TICKS_PER_INTERVAL = 4;

  /** Hears of the stream, on threads of the transport or the timer, which it must not block. */
  interface Listener {

    /** The server takes submissions on this stream. */
    void onOpen(OriginateStream stream, Welcome welcome);

    /** Throws {@link IllegalArgumentException} if the message can't be right. */
    void onMessage(OriginateStream stream, AtomicStoreMessage message);

    /** The server is about to stop; it takes no more submissions on this stream. */
    void onStopping(OriginateStream stream);

    /**
     * The stream is over, or could not be opened.
     *
     * @param isHopeless whether the next attempt will fail too, as far as can be told
     */
    void onLost(OriginateStream stream, String cause, boolean isHopeless);
  }

  private final ClientParts parts;
  private final Hello hello;
  private final Listener listener;
  private final long intervalNanos;

  // Guarded by this.
  private @Nullable OriginateStream stream;
  private boolean isOpen;
  private boolean isClosed;
  private int failures;
  private Future<?> ticks = CompletableFuture.completedFuture(null);

  StreamKeeper(ClientParts parts, Hello.Builder hello, Listener listener) {
    this.parts = parts;
    this.listener = listener;
    this.intervalNanos = parts.settings().heartbeatInterval().toNanos();
    this.hello =
        hello
            .setName(parts.settings().name())
            .setHeartbeatIntervalMillis(parts.settings().heartbeatInterval().toMillis())
            .build();
  }

  synchronized void start() {
    ticks = parts.tick(this::tick, intervalNanos / TICKS_PER_INTERVAL);
    parts.lastResort().execute(this::connect);
  }

  private void connect() {
    OriginateStream connecting = new OriginateStream(this, parts.nanoClock());
    synchronized (this) {
      if (isClosed) {
        return;
      }
      stream = connecting;
    }
    try {
      parts.transport().connectAtOnce();
      var unused = parts.transport().stub().originate(connecting);
      connecting.send(AtomicStoreMessage.newBuilder().setHello(hello).build());
    } catch (RuntimeException e) {
      // The application gave no token.
      connecting.end(Status.UNAUTHENTICATED.withDescription("no token: " + e).withCause(e));
    }
  }

  @Override
  public void onMessage(OriginateStream from, AtomicStoreMessage message) {
    if (message.hasWelcome()) {
      synchronized (this) {
        isOpen = true;
        failures = 0;
      }
      LOGGER.info(
          "connected to {}, server version {}",
          parts.transport(),
          message.getWelcome().getServerVersion());
      listener.onOpen(from, message.getWelcome());
    } else if (message.hasStopping()) {
      listener.onStopping(from);
    } else if (!message.hasHeartbeat()) {
      listener.onMessage(from, message);
    }
  }

  @Override
  public void onLost(OriginateStream lost, Status status) {
    int failuresNow;
    boolean wasOpen;
    synchronized (this) {
      wasOpen = isOpen;
      isOpen = false;
      stream = null;
      failures++;
      failuresNow = failures;
    }
    boolean isHopeless = !wasOpen && Statuses.isHopeless(status);
    log(status, wasOpen, isHopeless);
    listener.onLost(lost, Statuses.text(status), isHopeless);
    parts.later(
        () -> parts.lastResort().execute(this::connect),
        parts.settings().backoff().nanosAfter(failuresNow, parts.random()));
  }

  private void log(Status status, boolean wasOpen, boolean isHopeless) {
    synchronized (this) {
      if (isClosed) {
        return;
      }
    }
    if (wasOpen || isHopeless) {
      LOGGER.warn(
          "{} to {}: {}",
          wasOpen ? "lost the connection" : "found no connection",
          parts.transport(),
          Statuses.text(status));
    } else {
      LOGGER.debug("found no connection to {}: {}", parts.transport(), Statuses.text(status));
    }
  }

  private void tick() {
    OriginateStream current;
    boolean isCurrentOpen;
    synchronized (this) {
      current = stream;
      isCurrentOpen = isOpen;
    }
    if (current == null) {
      return;
    }
    long now = parts.nanoClock().getAsLong();
    long silentMax = intervalNanos * SILENT_INTERVALS_MAX;
    if (current.silentNanos(now)
        >= (isCurrentOpen ? silentMax : Math.max(silentMax, WELCOME_PATIENCE_NANOS))) {
      parts.transport().connectAnew();
      current.end(
          Status.UNAVAILABLE.withDescription(
              "the server has been silent for "
                  + TimeUnit.NANOSECONDS.toMillis(current.silentNanos(now))
                  + " ms"));
    } else if (isCurrentOpen && current.idleNanos(now) >= intervalNanos / 2) {
      current.send(ConversationWriter.heartbeat());
    }
  }

  /** Ends the stream; it is not opened again. */
  void close() {
    OriginateStream current;
    synchronized (this) {
      isClosed = true;
      current = stream;
      ticks.cancel(false);
    }
    if (current != null) {
      current.end(Status.CANCELLED.withDescription("the client is closed"));
    }
  }
}
