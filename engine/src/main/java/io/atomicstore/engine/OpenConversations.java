package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of this process, by one originator, that have no result yet. What logs say goes
 * to the runner of the scope; what is for nobody here is dropped, and the log's deadline handles
 * it. Usable from any thread.
 */
final class OpenConversations<S, E, R> {

  private record Key(ScopeId scopeId, EventId eventId) {

    static Key of(ProspectiveEvent<?> event) {
      return new Key(event.scopeId(), event.eventId());
    }
  }

  private final Map<Key, Conversation<S, E, R>> open = new ConcurrentHashMap<>();
  private final Map<ValidationToken, Asked<S, E, R>> asked = new ConcurrentHashMap<>();
  private final R timeoutReason;
  private final ValidationTasks tasks;
  private final ValidationTasks lastResort;
  private final LongSupplier nanoClock;
  private volatile boolean isClosed;

  /**
   * @param tasks run what depends on results
   * @param lastResort runs what depends on results that did not come
   */
  OpenConversations(
      R timeoutReason, ValidationTasks tasks, ValidationTasks lastResort, LongSupplier nanoClock) {
    this.timeoutReason = timeoutReason;
    this.tasks = tasks;
    this.lastResort = lastResort;
    this.nanoClock = nanoClock;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Adds a submission, unless one of the same id is open, which is returned. */
  @Nullable Conversation<S, E, R> add(Conversation<S, E, R> conversation) {
    return open.putIfAbsent(Key.of(conversation.event()), conversation);
  }

  @Nullable Conversation<S, E, R> find(ProspectiveEvent<E> event) {
    return open.get(Key.of(event));
  }

  int size() {
    return open.size();
  }

  void onValidationRequest(ValidationRequest<E> request, ActorRef log) {
    Conversation<S, E, R> found = find(request.prospectiveEvent());
    ScopeRunner<S, E, R> runner = found == null ? null : found.runner();
    if (found != null && runner != null) {
      runner.offer(new OriginatorInput.Requested<>(found, request, log));
    }
  }

  void onPage(ValidationToken token, PastEvents<E> page) {
    Asked<S, E, R> found = asked.get(token);
    if (found != null) {
      found.pageArrived();
      offer(found.conversation(), new OriginatorInput.PageArrived<>(found, page));
    }
  }

  void onTooLate(ValidationToken token) {
    asked.remove(token);
  }

  void onResult(Result<E, R, Object> result) {
    Conversation<S, E, R> found = open.remove(Key.of(result.prospectiveEvent()));
    if (found != null) {
      end(found, result);
    }
  }

  private void end(Conversation<S, E, R> conversation, Result<E, R, Object> result) {
    OriginatorInput.Ended<S, E, R> ended = new OriginatorInput.Ended<>(conversation, result);
    if (conversation.runner() == null) {
      tasks.execute(ended);
    } else {
      offer(conversation, ended);
    }
  }

  private void offer(Conversation<S, E, R> conversation, OriginatorInput<S, E, R> input) {
    ScopeRunner<S, E, R> runner = conversation.runner();
    if (runner != null) {
      runner.offer(input);
    }
  }

  void asked(Asked<S, E, R> newAsked) {
    asked.put(newAsked.token(), newAsked);
  }

  @Nullable Asked<S, E, R> findAsked(ValidationToken token) {
    return asked.get(token);
  }

  @Nullable Asked<S, E, R> forgetAsked(ValidationToken token) {
    return asked.remove(token);
  }

  /** Looks after what has not come. */
  void sweep() {
    long now = nanoClock.getAsLong();
    for (Conversation<S, E, R> conversation : open.values()) {
      if (conversation.isOverdue(now)) {
        giveUp(conversation, "no result came from the log in time");
      } else {
        endTimedOut(conversation, now);
      }
    }
    for (Asked<S, E, R> one : asked.values()) {
      if (one.isPageOverdue(now)) {
        one.fetched(now);
        offer(one.conversation(), new OriginatorInput.PageOverdue<>(one));
      }
    }
  }

  /** Ends the submission if its time has passed and it was not sent; returns whether it has. */
  boolean endTimedOut(Conversation<S, E, R> conversation, long nowNanos) {
    if (!conversation.isNew() || !conversation.isTimedOut(nowNanos) || !conversation.withdraw()) {
      return false;
    }
    ProspectiveEvent<E> event = conversation.event();
    if (open.remove(Key.of(event), conversation)) {
      Duration waited = Duration.ofNanos(conversation.waitedNanos(nowNanos));
      end(conversation, new Result.TimedOut<>(event, timeoutReason, waited));
    }
    return true;
  }

  /** Gives up all that is open; nothing is open from now on. */
  void close() {
    isClosed = true;
    open.values()
        .forEach(
            conversation -> giveUp(conversation, "the store was closed before the result came"));
  }

  private void giveUp(Conversation<S, E, R> conversation, String cause) {
    ProspectiveEvent<E> event = conversation.event();
    if (open.remove(Key.of(event), conversation)) {
      Result<E, R, Object> result =
          conversation.withdraw()
              ? new Result.Unavailable<>(event, cause)
              : new Result.Unknown<>(event, cause);
      offer(conversation, new OriginatorInput.GivenUp<>(conversation));
      // Whatever keeps the executor busy may be waiting for this.
      lastResort.execute(() -> conversation.complete(result));
    }
  }
}
