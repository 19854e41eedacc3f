package io.atomicstore.originator;

import io.atomicstore.core.ValidationToken;
import java.time.Duration;

/** A validation request that a submission of this process got. */
final class Asked<S, E, R> {

  private static final long PAGE_TIMEOUT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long NOT_FETCHING = -1;

  private final Conversation<S, E, R> conversation;
  private final AskingLog<R> log;
  private volatile long fetchedAtNanos = NOT_FETCHING;

  /**
   * @param log the log that asked
   */
  Asked(Conversation<S, E, R> conversation, AskingLog<R> log) {
    this.conversation = conversation;
    this.log = log;
  }

  Conversation<S, E, R> conversation() {
    return conversation;
  }

  ValidationToken token() {
    return log.token();
  }

  AskingLog<R> log() {
    return log;
  }

  /** A page of past events was asked for. */
  void fetched(long nowNanos) {
    fetchedAtNanos = nowNanos;
  }

  void pageArrived() {
    fetchedAtNanos = NOT_FETCHING;
  }

  /** Whether a page that was asked for has not come for too long. */
  boolean isPageOverdue(long nowNanos) {
    long fetchedAt = fetchedAtNanos;
    return fetchedAt != NOT_FETCHING && nowNanos - fetchedAt >= PAGE_TIMEOUT_NANOS;
  }
}
