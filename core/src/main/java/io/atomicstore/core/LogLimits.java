package io.atomicstore.core;

import java.time.Duration;

/**
 * What one log may hold and how long it waits.
 *
 * @param waitingEventsMax submissions that may wait for their result, those under validation or
 *     being written included; beyond it submissions are answered as overloaded
 * @param waitingBytesMax the same in bytes of their events
 * @param eventBytesMax the largest event; larger ones are refused
 * @param rememberedRejectionsMax how many of the latest rejections are remembered, so that a
 *     repeated submission gets the same answer; 0 remembers none
 * @param validationTimeout how long a validation may take, from the moment its request was sent; at
 *     most 365 days, since deadlines are counted in nanoseconds
 */
public record LogLimits(
    int waitingEventsMax,
    long waitingBytesMax,
    int eventBytesMax,
    int rememberedRejectionsMax,
    Duration validationTimeout) {

  private static final Duration VALIDATION_TIMEOUT_MAX = Duration.ofDays(365);

  /** 10,000 events, 64 MiB, 1 MiB an event, 256 rejections, 5 seconds. */
  public static final LogLimits DEFAULT =
      new LogLimits(10_000, 64L << 20, 1 << 20, 256, Duration.ofSeconds(5));

  public LogLimits {
    check("waitingEventsMax", waitingEventsMax, 1);
    check("eventBytesMax", eventBytesMax, 1);
    check("rememberedRejectionsMax", rememberedRejectionsMax, 0);
    if (waitingBytesMax < eventBytesMax) {
      throw new IllegalArgumentException(
          "waitingBytesMax must be at least eventBytesMax, "
              + eventBytesMax
              + ", found "
              + waitingBytesMax);
    }
    if (validationTimeout.isNegative() || validationTimeout.isZero()) {
      throw new IllegalArgumentException(
          "validationTimeout must be positive, found " + validationTimeout);
    }
    if (validationTimeout.compareTo(VALIDATION_TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "validationTimeout must be at most 365 days, found " + validationTimeout);
    }
  }

  private static void check(String name, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", found " + value);
    }
  }
}
