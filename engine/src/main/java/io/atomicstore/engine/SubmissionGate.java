package io.atomicstore.engine;

import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What this process finds wrong with a submission before it sends it. */
final class SubmissionGate<E, R> {

  /** Where a submission goes that nothing is wrong with. */
  @FunctionalInterface
  interface Way<E, R> {

    /**
     * Submits the events.
     *
     * @param timeout how long they may wait for their turn
     */
    CompletionStage<Result<E, R, Object>> submit(ProspectiveEvent<E> event, Duration timeout);
  }

  private static final Judgement<?, ?> DEFAULT_JUDGEMENT = Judgement.ask();

  private final StoreSettings<E, R> settings;
  private final Scopes<E> scopes;
  private final Duration timeout;
  private final boolean isBetweenNodes;

  /**
   * @param timeout of submissions that bring none
   * @param isBetweenNodes whether a log may be on another node
   */
  SubmissionGate(StoreSettings<E, R> settings, Duration timeout, boolean isBetweenNodes) {
    this.settings = settings;
    this.scopes = new Scopes<>(settings);
    this.timeout = timeout;
    this.isBetweenNodes = isBetweenNodes;
  }

  /** Submits the events, unless something is wrong with them. */
  @SuppressWarnings("unchecked") // The meta is what the application's validator passes on.
  <M> CompletionStage<Result<E, R, M>> submit(StoreIfValid<E> submission, Way<E, R> way) {
    ProspectiveEvent<E> event;
    try {
      event = prospectiveEvent(submission);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    String refusal = isBetweenNodes ? refusalOf(submission.events()) : null;
    if (refusal != null) {
      return CompletableFuture.completedFuture(new Result.Refused<>(event, refusal));
    }
    Duration ownTimeout = submission.timeout();
    CompletionStage<?> result = way.submit(event, ownTimeout == null ? timeout : ownTimeout);
    return (CompletionStage<Result<E, R, M>>) result;
  }

  private ProspectiveEvent<E> prospectiveEvent(StoreIfValid<E> submission) {
    if (!submission.judgement().equals(DEFAULT_JUDGEMENT)) {
      throw new IllegalArgumentException(
          "expected a submission that leaves its judgement to this method, found one with "
              + submission.judgement());
    }
    List<E> events = submission.events();
    ScopeId scopeId = scopes.scopeOfEvents(events);
    return new ProspectiveEvent<>(scopeId, submission.eventId(), events, submission.sealsLog());
  }

  /**
   * Why the log would refuse the events; null if it would not. On its way to another node such a
   * submission is dropped, and nobody hears of it.
   */
  private @Nullable String refusalOf(List<E> events) {
    int eventsMax = settings.limits().submissionEventsMax();
    int bytesMax = settings.limits().submissionBytesMax();
    if (events.size() > eventsMax) {
      return "a submission may have at most " + eventsMax + " events, found " + events.size();
    }
    try {
      long bytes = 0;
      for (E event : events) {
        bytes += settings.codec().serializeToStore(event).sizeBytes();
      }
      return bytes <= bytesMax
          ? null
          : "a submission may have at most " + bytesMax + " bytes, found " + bytes;
    } catch (NotSerializableException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
