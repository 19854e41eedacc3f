package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/** What a random history may run into, beside the kinds of its steps and effects. */
enum Situation {
  SUBMITTED_WHILE_THE_LOG_OPENS,
  OVERLOADED_BY_EVENTS,
  OVERLOADED_BY_BYTES,
  OVERLOADED_WHILE_THE_LOG_OPENS,
  OWN_DEADLINE_PASSED_IN_THE_QUEUE,
  VALIDATION_TIMED_OUT,
  ASKED_WHILE_AN_EARLIER_EVENT_IS_BEING_WRITTEN,
  REQUEST_SENT_LATE,
  REQUEST_REPORTED_AS_SENT_AGAIN,
  RESPONSE_IN_TIME,
  RESPONSE_AFTER_A_DEADLINE_NOBODY_REPORTED,
  RESPONSE_WITH_A_FORGED_TOKEN,
  RESPONSE_WITH_A_TOKEN_OF_AN_EARLIER_INCARNATION,
  RESPONSE_WITH_A_TOKEN_THAT_WAS_USED_OR_TIMED_OUT,
  REJECTION_WAITED_FOR_A_WRITE,
  ORIGINATOR_GONE_DURING_ITS_VALIDATION,
  ORIGINATOR_GONE_WITH_SUBMISSIONS_WAITING,
  ONE_EVENT_BECAME_DURABLE,
  SEVERAL_EVENTS_BECAME_DURABLE_AT_ONCE,
  FAILED_WHILE_THE_LOG_OPENS,
  FAILED_WITH_WRITES_UNDER_WAY,
  STOPPED_WHILE_THE_LOG_OPENS,
  STOPPED_DURING_A_VALIDATION,
  STOPPED_WITHOUT_A_VALIDATION,
  NO_WRITE_UNDER_WAY_SURVIVED,
  SOME_WRITES_UNDER_WAY_SURVIVED,
  ALL_WRITES_UNDER_WAY_SURVIVED,
  SAME_EVENT_AGAIN_WHILE_WAITING,
  SAME_EVENT_AGAIN_WHILE_UNDER_VALIDATION,
  SAME_EVENT_AGAIN_WHILE_BEING_WRITTEN,
  SAME_EVENT_AGAIN_AFTER_ACCEPTED,
  SAME_EVENT_AGAIN_AFTER_REJECTED,
  SAME_EVENT_AGAIN_AFTER_TIMED_OUT,
  SAME_EVENT_AGAIN_AFTER_OVERLOADED,
  SAME_EVENT_AGAIN_AFTER_UNAVAILABLE,
  SAME_EVENT_AGAIN_AFTER_RECOVERY,
  SAME_EVENT_AGAIN_AFTER_RECOVERY_STORED_BUT_NEVER_ACKNOWLEDGED,
  SAME_EVENT_AGAIN_AFTER_RECOVERY_THAT_LOST_IT,
  OTHER_EVENT_UNDER_THE_SAME_ID_WHILE_WAITING,
  OTHER_EVENT_UNDER_THE_SAME_ID_WHILE_UNDER_VALIDATION,
  OTHER_EVENT_UNDER_THE_SAME_ID_WHILE_BEING_WRITTEN,
  OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_ACCEPTED,
  OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_REJECTED,
  OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_TIMED_OUT,
  OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_RECOVERY;

  /** What it means that an event id is submitted again; null if it means nothing in particular. */
  static @Nullable Situation ofRepetition(
      Tracked original, boolean isSameEvent, int incarnation, boolean isStored) {
    if (original.incarnation != incarnation) {
      return isSameEvent
          ? ofRepetitionAfterRecovery(original, isStored)
          : OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_RECOVERY;
    }
    return switch (original.place) {
      case NOT_SUBMITTED -> null;
      case WAITING ->
          isSameEvent
              ? SAME_EVENT_AGAIN_WHILE_WAITING
              : OTHER_EVENT_UNDER_THE_SAME_ID_WHILE_WAITING;
      case UNDER_VALIDATION ->
          isSameEvent
              ? SAME_EVENT_AGAIN_WHILE_UNDER_VALIDATION
              : OTHER_EVENT_UNDER_THE_SAME_ID_WHILE_UNDER_VALIDATION;
      case OWED ->
          isSameEvent
              ? SAME_EVENT_AGAIN_WHILE_BEING_WRITTEN
              : OTHER_EVENT_UNDER_THE_SAME_ID_WHILE_BEING_WRITTEN;
      case ANSWERED -> ofRepetitionAfterAnswer(original, isSameEvent);
    };
  }

  private static Situation ofRepetitionAfterRecovery(Tracked original, boolean isStored) {
    if (original.told != null) {
      return SAME_EVENT_AGAIN_AFTER_RECOVERY;
    }
    return isStored
        ? SAME_EVENT_AGAIN_AFTER_RECOVERY_STORED_BUT_NEVER_ACKNOWLEDGED
        : SAME_EVENT_AGAIN_AFTER_RECOVERY_THAT_LOST_IT;
  }

  private static @Nullable Situation ofRepetitionAfterAnswer(
      Tracked original, boolean isSameEvent) {
    if (original.told == Did.What.ACCEPTED) {
      return isSameEvent
          ? SAME_EVENT_AGAIN_AFTER_ACCEPTED
          : OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_ACCEPTED;
    } else if (original.told == Did.What.REJECTED) {
      return isSameEvent
          ? SAME_EVENT_AGAIN_AFTER_REJECTED
          : OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_REJECTED;
    } else if (original.told == Did.What.TIMED_OUT) {
      return isSameEvent
          ? SAME_EVENT_AGAIN_AFTER_TIMED_OUT
          : OTHER_EVENT_UNDER_THE_SAME_ID_AFTER_TIMED_OUT;
    } else if (original.told == Did.What.OVERLOADED && isSameEvent) {
      return SAME_EVENT_AGAIN_AFTER_OVERLOADED;
    } else if (original.told == Did.What.UNAVAILABLE && isSameEvent) {
      return SAME_EVENT_AGAIN_AFTER_UNAVAILABLE;
    }
    return null;
  }
}
