package io.atomicstore.server.conversation;

import java.time.Duration;

/**
 * How a node holds conversations.
 *
 * @param withoutValidator what is done with an event whose originator delegates its validation,
 *     when nobody is there to validate it
 * @param submissionTimeout how long a delegated event may wait, if its submission does not say
 * @param timeoutReason the reason in results that timed out
 * @param serverVersion what originators are told
 */
public record ConversationSettings(
    EdgeLimits limits,
    WithoutValidator withoutValidator,
    Duration submissionTimeout,
    String timeoutReason,
    String serverVersion) {

  /** What is done with an event that nobody is there to validate. */
  public enum WithoutValidator {
    WAIT,
    REFUSE
  }
}
