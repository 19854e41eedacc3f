package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;

/**
 * The submissions of this process that have no result yet. One actor is the originator of them all;
 * validators and whatever depends on results run on an executor, never in the actor.
 */
final class Conversations<E, R> {

  private record Key(ScopeId scopeId, EventId eventId) {}

  private record Open<E, R>(ProspectiveEvent<E> event, Conversation<E, R, ?> conversation) {}

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  private final Map<Key, Open<E, R>> open = new ConcurrentHashMap<>();
  private final ActorRef receptionist;
  private final Executor executor;
  private final LongSupplier nanoClock;
  private volatile boolean isClosed;

  Conversations(ActorRef receptionist, Executor executor, LongSupplier nanoClock) {
    this.receptionist = receptionist;
    this.executor = executor;
    this.nanoClock = nanoClock;
  }

  Props originatorProps() {
    return Props.create(OriginatorActor.class, () -> new OriginatorActor<>(this));
  }

  /**
   * Submits an event.
   *
   * @param patience how long to wait for the log before the result is unknown
   */
  <M> CompletionStage<Result<E, R, M>> start(
      ScopeId scopeId,
      StoreIfValid<E> submission,
      AsyncValidator<E, R, M> validator,
      Duration patience,
      ActorRef originator) {
    ProspectiveEvent<E> event =
        ProspectiveEvent.of(scopeId, submission.eventId(), submission.event());
    if (isClosed) {
      return CompletableFuture.completedFuture(
          new Result.Unavailable<>(event, "the store is closed"));
    }
    Key key = new Key(scopeId, submission.eventId());
    Conversation<E, R, M> conversation =
        new Conversation<>(validator, nanoClock.getAsLong() + patience.toNanos());
    Open<E, R> opened = new Open<>(event, conversation);
    Open<E, R> earlier = open.putIfAbsent(key, opened);
    if (earlier != null) {
      // The same id twice at the same time: the log answers the second one from the first.
      return earlier
          .conversation()
          .result()
          .handle((result, failure) -> key)
          .thenCompose(k -> start(scopeId, submission, validator, patience, originator));
    }
    receptionist.tell(submission, originator);
    if (isClosed) {
      closeAll();
    }
    return conversation.result();
  }

  private void onValidationRequest(ValidationRequest<E> request, ActorRef log, ActorRef self) {
    Open<E, R> found = open.get(new Key(request.scopeId(), request.prospectiveEvent().eventId()));
    if (found != null) {
      try {
        executor.execute(() -> found.conversation().validate(request, log, self));
      } catch (RejectedExecutionException e) {
        found.conversation().fail(request, e, log, self);
      }
    }
  }

  private void onResult(Result<E, ?, ?> result) {
    ProspectiveEvent<E> event = result.prospectiveEvent();
    Open<E, R> found = open.remove(new Key(event.scopeId(), event.eventId()));
    if (found != null) {
      try {
        executor.execute(() -> found.conversation().complete(result));
      } catch (RejectedExecutionException e) {
        found.conversation().complete(result);
      }
    }
  }

  private void sweep() {
    long now = nanoClock.getAsLong();
    open.forEach(
        (key, conversation) -> {
          if (conversation.conversation().isOverdue(now)) {
            giveUp(key, "no result came from the log in time");
          }
        });
  }

  private void closeAll() {
    isClosed = true;
    open.keySet().forEach(key -> giveUp(key, "the store was closed before the result came"));
  }

  private void giveUp(Key key, String cause) {
    Open<E, R> given = open.remove(key);
    if (given != null) {
      given.conversation().complete(new Result.Unknown<>(given.event(), cause));
    }
  }

  /** The originator of all submissions of this process. */
  private static final class OriginatorActor<E, R> extends AbstractActorWithTimers {

    private record Sweep() implements NoSerializationVerificationNeeded {}

    private final Conversations<E, R> conversations;

    OriginatorActor(Conversations<E, R> conversations) {
      this.conversations = conversations;
    }

    @Override
    public void preStart() {
      getTimers().startTimerWithFixedDelay("sweep", new Sweep(), SWEEP_INTERVAL);
    }

    @Override
    @SuppressWarnings("unchecked") // What comes back is what this process submitted.
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              ValidationRequest.class,
              request ->
                  conversations.onValidationRequest(
                      (ValidationRequest<E>) request, getSender(), getSelf()))
          .match(Result.class, result -> conversations.onResult((Result<E, ?, ?>) result))
          .match(ResponseTooLate.class, tooLate -> {})
          .match(Sweep.class, sweep -> conversations.sweep())
          .build();
    }

    @Override
    public void postStop() {
      conversations.closeAll();
    }
  }
}
