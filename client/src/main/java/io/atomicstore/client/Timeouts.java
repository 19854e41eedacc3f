package io.atomicstore.client;

import java.time.Duration;

/** The rule of all times to wait: positive, and short enough to be counted in nanoseconds. */
final class Timeouts {

  private static final Duration MAX = Duration.ofDays(365);

  private Timeouts() {}

  /** Returns {@code timeout} if it can be one. */
  static Duration check(String name, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          name + " must be positive, and at most 365 days, found " + timeout);
    }
    return timeout;
  }
}
