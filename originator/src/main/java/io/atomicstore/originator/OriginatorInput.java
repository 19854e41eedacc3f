package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What happened to a submission of this process, for its {@link ScopeRunner}. */
sealed interface OriginatorInput<S, E, R> {

  Conversation<S, E, R> conversation();

  record Submitted<S, E, R>(Conversation<S, E, R> conversation)
      implements OriginatorInput<S, E, R> {}

  /**
   * A log asks for its validation.
   *
   * @param log the one that asks
   * @param event as the log shows it
   * @param firstPage some of the past events
   * @param past the log as far as the events are to be judged on it
   */
  record Requested<S, E, R>(
      Conversation<S, E, R> conversation,
      AskingLog<R> log,
      ProspectiveEvent<E> event,
      PastEvents<E> firstPage,
      LogPrefix past)
      implements OriginatorInput<S, E, R> {}

  record PageArrived<S, E, R>(Asked<S, E, R> asked, PastEvents<E> page)
      implements OriginatorInput<S, E, R> {

    @Override
    public Conversation<S, E, R> conversation() {
      return asked.conversation();
    }
  }

  /** A page that was fetched has not come. */
  record PageOverdue<S, E, R>(Asked<S, E, R> asked) implements OriginatorInput<S, E, R> {

    @Override
    public Conversation<S, E, R> conversation() {
      return asked.conversation();
    }
  }

  record Decided<S, E, R>(Asked<S, E, R> asked, Decision<R, Object> decision)
      implements OriginatorInput<S, E, R> {

    @Override
    public Conversation<S, E, R> conversation() {
      return asked.conversation();
    }
  }

  /** Its result is there. What depends on it is run behind all that is told to logs. */
  record Ended<S, E, R>(Conversation<S, E, R> conversation, Result<E, R, Object> result)
      implements OriginatorInput<S, E, R>, DueTask {

    @Override
    public @Nullable ScopeRunner<?, ?, ?> perform() {
      conversation.complete(result);
      return null;
    }

    /** A result must not get lost: it is given on this thread. */
    @Override
    public @Nullable ScopeRunner<?, ?, ?> rejected(RejectedExecutionException rejection) {
      return perform();
    }
  }

  /** Nobody waits for its result any more. */
  record GivenUp<S, E, R>(Conversation<S, E, R> conversation) implements OriginatorInput<S, E, R> {}
}
