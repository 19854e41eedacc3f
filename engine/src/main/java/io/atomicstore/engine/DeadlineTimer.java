package io.atomicstore.engine;

import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a log's one outstanding validation. Most validations are answered long before, so
 * the timer is not cancelled with them but looks, when it rings, whether the deadline of that
 * moment has passed: one timer per validation timeout, not one per validation.
 */
final class DeadlineTimer {

  /** Sent by the timer to its log. */
  record Tick() implements NoSerializationVerificationNeeded {}

  private static final Tick TICK = new Tick();

  /** Pekko's scheduler takes no delay of more than 248 days. */
  private static final long DELAY_NANOS_MAX = Duration.ofDays(1).toNanos();

  private final ActorContext context;
  private final LongSupplier nanoClock;

  private @Nullable ValidationToken token;
  private long atNanos;
  private boolean isRinging;

  DeadlineTimer(ActorContext context, LongSupplier nanoClock) {
    this.context = context;
    this.nanoClock = nanoClock;
  }

  void start(ValidationToken newToken, long newAtNanos) {
    token = newToken;
    atNanos = newAtNanos;
    ringLater();
  }

  void cancel() {
    token = null;
  }

  /** The token whose deadline has passed, if it has. */
  @Nullable ValidationToken onTick() {
    isRinging = false;
    if (token == null) {
      return null;
    }
    if (nanoClock.getAsLong() < atNanos) {
      ringLater();
      return null;
    }
    return token;
  }

  private void ringLater() {
    if (isRinging) {
      return;
    }
    isRinging = true;
    long leftNanos = Math.max(0, atNanos - nanoClock.getAsLong());
    context
        .system()
        .scheduler()
        .scheduleOnce(
            Duration.ofNanos(Math.min(leftNanos, DELAY_NANOS_MAX)),
            context.self(),
            TICK,
            context.dispatcher(),
            context.self());
  }
}
