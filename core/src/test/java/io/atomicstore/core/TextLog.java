package io.atomicstore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log of texts, as the originators of a random history see it, and as the history treats it. It
 * checks of every decision that counts that it was taken on exactly the log.
 */
interface TextLog {

  /** Events that were there before the history begins. */
  void begin(List<String> texts);

  void submit(int from, ProspectiveEvent<String> event, Judgement<String, List<String>> judgement);

  void fetch(int from, ValidationToken fetched, long after);

  void respond(ValidationToken answered, Decision<String, List<String>> decision);

  /** Time passes: about so many events become durable. */
  void becomeDurable(int events);

  /** The validation under way takes too long. */
  void timeOut();

  /** The log fails and restarts; nobody is told anything if it {@code crashes}. */
  void fail(boolean crashes);

  /** The first {@code survivors} of what is being written have become durable. */
  void fail(boolean crashes, int survivors);

  /**
   * This log, as its owner goes on with it who does not know that another one took over: none of
   * its writes will become durable. This log must crash next.
   */
  TextLog ofOldOwner();

  boolean isIdle();

  boolean isOutstanding(@Nullable ValidationToken token);

  /** All events, durable or not. */
  List<String> all();

  List<String> durable();

  /** Checks what is left at the end of a history. */
  void checkAtEnd();
}
