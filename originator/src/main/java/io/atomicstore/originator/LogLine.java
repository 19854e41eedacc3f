package io.atomicstore.originator;

import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import java.time.Duration;

/**
 * The way from the submissions of this process to the logs. What comes back goes to {@link
 * OpenConversations}.
 *
 * @param <E> the application's events
 * @param <R> the application's reasons
 */
@FunctionalInterface
public interface LogLine<E, R> {

  /**
   * Sends a submission to the log of its scope. Called from any thread, for one scope by one thread
   * at a time; must not block.
   *
   * @param timeout how long it may wait for its turn
   */
  void submit(ProspectiveEvent<E> event, Duration timeout, Judgement<R, Object> judgement);
}
