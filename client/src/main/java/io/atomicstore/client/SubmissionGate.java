package io.atomicstore.client;

import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.SequenceNr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Where the submissions of one originator begin, if there is room for them. */
final class SubmissionGate<E, R, M> {

  /** Beyond its own timeout a submission that was sent gets this long to be answered. */
  static final Duration GRACE = Duration.ofSeconds(15);

  /** Submits without judging. */
  @FunctionalInterface
  interface Unjudged<E> {

    CompletionStage<Result<WireEvent<E>, WireReason, Object>> attempt(
        ProspectiveEvent<WireEvent<E>> event,
        Duration timeout,
        Judgement<WireReason, Object> judgement);
  }

  private final ClientParts parts;
  private final ResultMapper<E, R, M> results;
  private final Submissions<E> submissions;
  private final PendingSubmission.Way<E> judged;
  private final Unjudged<E> unjudged;
  private final OpenBound bound;

  SubmissionGate(
      ClientParts parts, Formats<E, R, M> formats, Submissions<E> submissions, Ways<E> ways) {
    this.parts = parts;
    this.results = new ResultMapper<>(formats);
    this.submissions = submissions;
    this.judged = ways.judged();
    this.unjudged = ways.unjudged();
    this.bound =
        new OpenBound(parts.settings().openSubmissionsMax(), parts.settings().openBytesMax());
  }

  /** How submissions are attempted. */
  record Ways<E>(PendingSubmission.Way<E> judged, Unjudged<E> unjudged) {}

  PendingSubmission.Way<E> judged() {
    return judged;
  }

  PendingSubmission.Way<E> expecting(long sequenceNr) {
    SequenceNr.ofEnd(sequenceNr);
    return (event, timeout) -> unjudged.attempt(event, timeout, new Judgement.Expect<>(sequenceNr));
  }

  OpenBound bound() {
    return bound;
  }

  /** Submits, unless there is no room. */
  CompletionStage<Result<E, R, M>> submit(
      StoreIfValid<E> submission, PendingSubmission.Way<E> way) {
    long began = parts.nanoClock().getAsLong();
    Written<E> written;
    try {
      written = written(submission);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return bound.tryEnter(written.sizeBytes())
        ? begin(written, way, began)
        : CompletableFuture.completedFuture(overloaded(written));
  }

  /** Submits as soon as there is room, and waits for the result. */
  Result<E, R, M> submitAndWait(StoreIfValid<E> submission, PendingSubmission.Way<E> way)
      throws InterruptedException {
    long began = parts.nanoClock().getAsLong();
    Written<E> written = written(submission);
    if (!bound.enter(written.sizeBytes(), timeoutOf(written))) {
      return overloaded(written);
    }
    try {
      return begin(written, way, began).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreadableException unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException("the submission has failed", e.getCause());
    }
  }

  private CompletableFuture<Result<E, R, M>> begin(
      Written<E> written, PendingSubmission.Way<E> way, long beganNanos) {
    CompletableFuture<Result<E, R, M>> future = new CompletableFuture<>();
    submissions.begin(
        new PendingSubmission<>(
            written.event(),
            way,
            beganNanos + timeoutOf(written).toNanos(),
            result -> end(written, result, future)));
    return future;
  }

  private void end(
      Written<E> written,
      Result<WireEvent<E>, WireReason, Object> result,
      CompletableFuture<Result<E, R, M>> future) {
    bound.leave(written.sizeBytes());
    try {
      future.complete(results.result(written.submission().prospectiveEvent(), result));
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private Duration timeoutOf(Written<E> written) {
    Duration own = written.submission().timeout();
    return own == null ? parts.settings().submissionTimeout() : own;
  }

  private Result<E, R, M> overloaded(Written<E> written) {
    OpenBound.Open open = bound.open();
    return new Result.Overloaded<>(
        written.submission().prospectiveEvent(), open.submissions(), open.bytes());
  }

  /** A submission, and its events as they are sent. */
  private record Written<E>(
      StoreIfValid<E> submission, ProspectiveEvent<WireEvent<E>> event, long sizeBytes) {}

  private Written<E> written(StoreIfValid<E> submission) {
    List<WireEvent<E>> events = new ArrayList<>(submission.events().size());
    long sizeBytes = 0;
    for (E event : submission.events()) {
      WireEvent<E> one = written(event);
      events.add(one);
      sizeBytes += one.sizeBytes();
    }
    return new Written<>(
        submission,
        new ProspectiveEvent<>(
            submission.scopeId(), submission.eventId(), events, submission.sealsLog()),
        sizeBytes);
  }

  private WireEvent<E> written(E event) {
    try {
      return WireEvent.written(results.formats().events(), event);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "expected an event that its format can write, which threw " + e, e);
    }
  }
}
