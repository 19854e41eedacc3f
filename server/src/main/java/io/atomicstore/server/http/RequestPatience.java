package io.atomicstore.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * Ends connections on which no request has arrived for long, however many bytes of one have: Pekko
 * HTTP's own timeout begins anew with each byte. It looks at all connections at once, now and then,
 * so that a request costs no timer.
 */
final class RequestPatience {

  private static final int LOOKS_A_TIMEOUT = 4;
  private static final long NOT_WAITING = Long.MAX_VALUE;

  /** One connection, which waits for its first request. */
  final class Waiting {

    private final SharedKillSwitch ending = KillSwitches.shared("connection");
    private volatile long sinceNanos = System.nanoTime() - beginNanos;

    /** What the requests of the connection pass through. */
    Flow<HttpRequest, HttpRequest, NotUsed> flow() {
      return Flow.of(HttpRequest.class)
          .viaMat(ending.flow(), (left, right) -> NotUsed.getInstance());
    }

    /** A request has arrived, all but its body. */
    void hasArrived() {
      sinceNanos = NOT_WAITING;
    }

    /** The request has been answered. */
    void again() {
      sinceNanos = System.nanoTime() - beginNanos;
    }

    /** The connection has ended, or is not one of requests any more. */
    void end() {
      all.remove(this);
    }

    private void endIfLate(long nowNanos) {
      if (sinceNanos != NOT_WAITING && nowNanos - sinceNanos > timeoutNanos) {
        ending.shutdown();
      }
    }
  }

  private final long beginNanos = System.nanoTime();
  private final long timeoutNanos;
  private final Set<Waiting> all = ConcurrentHashMap.newKeySet();
  private final Cancellable looking;

  /**
   * None has begun yet.
   *
   * @param timeout until a request has arrived, after the one before it was answered
   */
  RequestPatience(ActorSystem system, Duration timeout) {
    this.timeoutNanos = timeout.toNanos();
    Duration interval = timeout.dividedBy(LOOKS_A_TIMEOUT);
    this.looking =
        system
            .scheduler()
            .scheduleWithFixedDelay(interval, interval, this::look, system.dispatcher());
  }

  Waiting begin() {
    Waiting begun = new Waiting();
    all.add(begun);
    return begun;
  }

  private void look() {
    long nowNanos = System.nanoTime() - beginNanos;
    all.forEach(waiting -> waiting.endIfLate(nowNanos));
  }

  /** Ends no more connections. */
  void end() {
    looking.cancel();
  }
}
