package io.atomicstore.engine;

import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a log's one outstanding validation. Most validations are answered long before, so
 * the timer is not cancelled with them but looks, when it rings, whether the deadline of that
 * moment has passed: one timer per validation timeout, not one per validation.
 */
final class DeadlineTimer {

  /** Sent by the timer to its log. */
  record Tick() {}

  private static final Tick TICK = new Tick();

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
    long delayNanos = Math.max(0, atNanos - nanoClock.getAsLong());
    context
        .system()
        .scheduler()
        .scheduleOnce(
            Duration.ofNanos(delayNanos),
            context.self(),
            TICK,
            context.dispatcher(),
            context.self());
  }
}
