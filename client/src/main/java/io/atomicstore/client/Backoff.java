package io.atomicstore.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something is tried once more: twice as long after each failure, and a
 * random part of that, so that many who failed together do not come back together.
 */
record Backoff(Duration min, Duration max) {

  private static final int DOUBLINGS_MAX = 30;

  Backoff {
    Timeouts.check("the shortest back-off", min);
    Timeouts.check("the longest back-off", max);
    if (min.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "the shortest back-off must not exceed the longest, " + max + ", found " + min);
    }
  }

  /**
   * The time to wait, between one half and all of what is due.
   *
   * @param failures how many there were, counting from 1
   */
  long nanosAfter(int failures, RandomGenerator random) {
    long doubled = min.toNanos() << Math.min(failures - 1, DOUBLINGS_MAX);
    boolean isTooLong = doubled >> Math.min(failures - 1, DOUBLINGS_MAX) != min.toNanos();
    long nanos = isTooLong ? max.toNanos() : Math.min(doubled, max.toNanos());
    return nanos / 2 + random.nextLong(nanos / 2 + 1);
  }
}
