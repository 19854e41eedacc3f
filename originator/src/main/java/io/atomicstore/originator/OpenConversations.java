package io.atomicstore.originator;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of this process, by one originator, that have no result yet. What logs say goes
 * to the runner of the scope; what is for nobody here is dropped, and the log's deadline handles
 * it. Usable from any thread.
 */
public final class OpenConversations<S, E, R> {

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
   * None are open.
   *
   * @param timeoutReason in results of submissions whose turn did not come in time
   * @param executor runs whatever calls the application
   * @param lastResort runs what depends on results that did not come
   * @param nanoClock in nanoseconds, monotonic
   */
  public OpenConversations(
      R timeoutReason, Executor executor, Executor lastResort, LongSupplier nanoClock) {
    this.timeoutReason = timeoutReason;
    this.tasks = new ValidationTasks(executor);
    this.lastResort = new ValidationTasks(lastResort);
    this.nanoClock = nanoClock;
  }

  ValidationTasks tasks() {
    return tasks;
  }

  LongSupplier nanoClock() {
    return nanoClock;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** How many validations were asked for and are not answered. */
  public int openValidations() {
    return asked.size();
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

  /**
   * A log asks for a validation.
   *
   * @param firstPage some of the past events
   * @param past the log as far as the event is to be judged on it
   */
  public void onValidationRequest(
      AskingLog<R> log, ProspectiveEvent<E> event, PastEvents<E> firstPage, LogPrefix past) {
    Conversation<S, E, R> found = find(event);
    ScopeRunner<S, E, R> runner = found == null ? null : found.runner();
    if (found != null && runner != null) {
      runner.offer(new OriginatorInput.Requested<>(found, log, event, firstPage, past));
    }
  }

  /** A log shows a further page of past events. */
  public void onPage(ValidationToken token, PastEvents<E> page) {
    Asked<S, E, R> found = asked.get(token);
    if (found != null) {
      found.pageArrived();
      offer(found.conversation(), new OriginatorInput.PageArrived<>(found, page));
    }
  }

  /** A validation is over. */
  public void onTooLate(ValidationToken token) {
    Asked<S, E, R> over = asked.remove(token);
    if (over != null) {
      giveUpOfAnother(over);
    }
  }

  /** Nobody wants answers any more to what was asked for other processes. */
  public void onOthersGone() {
    for (Asked<S, E, R> one : asked.values()) {
      if (one.conversation().isOfAnother()) {
        onTooLate(one.token());
      }
    }
  }

  private void giveUpOfAnother(Asked<S, E, R> over) {
    if (over.conversation().isOfAnother()) {
      offer(over.conversation(), new OriginatorInput.GivenUp<>(over.conversation()));
    }
  }

  /** A log tells what became of a submission. */
  public void onResult(Result<E, R, Object> result) {
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

  /** Adds a request, unless it is a repeated one; returns whether it was added. */
  boolean addAsked(Asked<S, E, R> newAsked) {
    return asked.putIfAbsent(newAsked.token(), newAsked) == null;
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

  /** Looks after what has not come; to be called every second or so. */
  public void sweep() {
    long now = nanoClock.getAsLong();
    for (Conversation<S, E, R> conversation : open.values()) {
      if (conversation.isOverdue(now)) {
        giveUp(conversation, "no result came from the log in time");
      } else {
        endTimedOut(conversation, now);
      }
    }
    for (Asked<S, E, R> one : asked.values()) {
      if (one.conversation().isOfAnother() && one.conversation().isOverdue(now)) {
        onTooLate(one.token());
      } else if (one.isPageOverdue(now)) {
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
  public void close() {
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
