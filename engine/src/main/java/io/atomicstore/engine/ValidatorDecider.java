package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.originator.Decider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has a validator decide on the list of all past events. Several prospective events are judged one
 * after the other, each on those before it too; the first rejection rejects them all.
 */
final class ValidatorDecider<E, R, M> implements Decider<EventList<E>, E, R> {

  private final AsyncValidator<E, R, M> validator;

  ValidatorDecider(AsyncValidator<E, R, M> validator) {
    this.validator = validator;
  }

  @Override
  public @Nullable CompletionStage<? extends @Nullable Decision<R, ?>> decide(
      ProspectiveEvent<E> event, EventList<E> past) throws Exception {
    return event.events().size() == 1
        ? validator.validate(event.event(), past)
        : new OneByOne<>(validator, event.events(), past).decide();
  }

  /** The decision on several events. */
  private static final class OneByOne<E, R, M> {

    private final AsyncValidator<E, R, M> validator;
    private final List<E> events;
    private final List<E> past;
    private final CompletableFuture<@Nullable Decision<R, M>> result = new CompletableFuture<>();
    private int index;

    OneByOne(AsyncValidator<E, R, M> validator, List<E> events, List<E> past) {
      this.validator = validator;
      this.events = events;
      this.past = past;
    }

    CompletionStage<@Nullable Decision<R, M>> decide() {
      decideFurther();
      return result;
    }

    /** A loop, not a recursion, as long as the validator decides at once. */
    private void decideFurther() {
      boolean isDecidedAtOnce = true;
      while (isDecidedAtOnce && !result.isDone()) {
        // Set by whichever comes second: the decision, or the end of the call that asked for it.
        AtomicBoolean isSecond = new AtomicBoolean();
        validate()
            .whenComplete(
                (decision, failure) -> {
                  decided(decision, failure);
                  if (isSecond.getAndSet(true)) {
                    decideFurther();
                  }
                });
        isDecidedAtOnce = isSecond.getAndSet(true);
      }
    }

    private CompletionStage<? extends @Nullable Decision<R, M>> validate() {
      try {
        CompletionStage<? extends Decision<R, M>> decision =
            validator.validate(events.get(index), PastAndProspective.before(index, events, past));
        return decision == null
            ? CompletableFuture.failedFuture(
                new NullPointerException("the validator gave null instead of a stage"))
            : decision;
      } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private void decided(@Nullable Decision<R, M> decision, @Nullable Throwable failure) {
      index++;
      if (failure != null) {
        result.completeExceptionally(failure);
      } else if (index == events.size() || !(decision instanceof Decision.Accept)) {
        result.complete(decision);
      }
    }
  }
}
