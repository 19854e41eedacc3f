package io.atomicstore.core;

import java.time.Duration;

/**
 * What one log may hold and how long it waits.
 *
 * @param waitingEventsMax events that may wait for their result, those under validation or being
 *     written included; beyond it submissions are answered as overloaded. Also how many queries may
 *     wait.
 * @param waitingBytesMax the same in bytes of the events
 * @param submissionEventsMax how many events one submission may have; more are refused
 * @param submissionBytesMax the same in bytes of the events
 * @param rememberedResultsMax of how many of the latest submissions that were rejected or timed out
 *     this is remembered, so that a repeated rejected one gets the same answer; 0 remembers none
 * @param recentIdsMax how many of the latest event ids are kept in memory at least, and twice as
 *     many at most, beside those of events that are not durable yet. An id that is not among them,
 *     and is not higher than all older ones, is looked up in the journal before its event is
 *     considered.
 * @param validationTimeout how long a validation may take, from the moment the last of the past
 *     events was handed over; at most 365 days, since deadlines are counted in nanoseconds
 */
public record LogLimits(
    int waitingEventsMax,
    long waitingBytesMax,
    int submissionEventsMax,
    int submissionBytesMax,
    int rememberedResultsMax,
    int recentIdsMax,
    Duration validationTimeout) {

  private static final Duration VALIDATION_TIMEOUT_MAX = Duration.ofDays(365);

  /**
   * 10,000 events and 64 MiB waiting, 1,000 events and 1 MiB a submission, 256 results, 1,000 ids,
   * 5 seconds.
   */
  public static final LogLimits DEFAULT =
      new LogLimits(10_000, 64L << 20, 1_000, 1 << 20, 256, 1_000, Duration.ofSeconds(5));

  public LogLimits {
    check("waitingEventsMax", waitingEventsMax, 1);
    check("submissionEventsMax", submissionEventsMax, 1);
    check("submissionBytesMax", submissionBytesMax, 1);
    check("rememberedResultsMax", rememberedResultsMax, 0);
    check("recentIdsMax", recentIdsMax, 1);
    if (submissionEventsMax > waitingEventsMax) {
      throw new IllegalArgumentException(
          "submissionEventsMax must be at most waitingEventsMax, "
              + waitingEventsMax
              + ", found "
              + submissionEventsMax);
    }
    if (waitingBytesMax < submissionBytesMax) {
      throw new IllegalArgumentException(
          "waitingBytesMax must be at least submissionBytesMax, "
              + submissionBytesMax
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

  /**
   * These limits with another {@link #waitingEventsMax}, which bounds those of a submission too.
   */
  public LogLimits withWaitingEventsMax(int newMax) {
    return new LogLimits(
        newMax,
        waitingBytesMax,
        Math.min(newMax, submissionEventsMax),
        submissionBytesMax,
        rememberedResultsMax,
        recentIdsMax,
        validationTimeout);
  }

  /** These limits with other bounds on the bytes that wait, and on those of a submission. */
  public LogLimits withBytesMax(long newWaitingBytesMax, int newSubmissionBytesMax) {
    return new LogLimits(
        waitingEventsMax,
        newWaitingBytesMax,
        submissionEventsMax,
        newSubmissionBytesMax,
        rememberedResultsMax,
        recentIdsMax,
        validationTimeout);
  }

  /** These limits with another {@link #submissionEventsMax}. */
  public LogLimits withSubmissionEventsMax(int newMax) {
    return new LogLimits(
        waitingEventsMax,
        waitingBytesMax,
        newMax,
        submissionBytesMax,
        rememberedResultsMax,
        recentIdsMax,
        validationTimeout);
  }

  /** These limits with another {@link #rememberedResultsMax}. */
  public LogLimits withRememberedResultsMax(int newMax) {
    return new LogLimits(
        waitingEventsMax,
        waitingBytesMax,
        submissionEventsMax,
        submissionBytesMax,
        newMax,
        recentIdsMax,
        validationTimeout);
  }

  /** These limits with another {@link #recentIdsMax}. */
  public LogLimits withRecentIdsMax(int newMax) {
    return new LogLimits(
        waitingEventsMax,
        waitingBytesMax,
        submissionEventsMax,
        submissionBytesMax,
        rememberedResultsMax,
        newMax,
        validationTimeout);
  }

  /** These limits with another {@link #validationTimeout}. */
  public LogLimits withValidationTimeout(Duration newTimeout) {
    return new LogLimits(
        waitingEventsMax,
        waitingBytesMax,
        submissionEventsMax,
        submissionBytesMax,
        rememberedResultsMax,
        recentIdsMax,
        newTimeout);
  }
}
