package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ValidationToken;

/**
 * A log that asks for a validation, as whoever validates can answer it. Called from any thread, by
 * one at a time; must not block.
 *
 * @param <R> the application's reasons
 */
public interface AskingLog<R> {

  /** Names the validation that is asked for. */
  ValidationToken token();

  /**
   * Asks for a page of past events.
   *
   * @param afterSequenceNr of the last event before the page; 0 is from the first event on
   */
  void fetch(long afterSequenceNr);

  /** Answers. */
  void respond(Decision<R, Object> decision);
}
