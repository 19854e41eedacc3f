package io.atomicstore.client;

import io.atomicstore.core.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Submits until there is a definite result, or no time left: what could not be sent, and what broke
 * off, is submitted again under the same event id, in the order of the first attempts. Usable from
 * any thread.
 */
final class Submissions<E> implements SubmissionLine.Listener {

  /** How often it looks for what is due or overdue. */
  static final Duration TICK = Duration.ofMillis(50);

  private static final String CLOSED = "the client is closed";

  private final ClientParts parts;
  private final AtomicBoolean isPumpDue = new AtomicBoolean();
  private final AtomicInteger pumps = new AtomicInteger();
  private volatile @Nullable Thread pumping;

  // Guarded by this.
  private final TreeMap<Long, PendingSubmission<E>> waiting = new TreeMap<>();
  private long begun;
  private int attempting;
  private int attemptingMax;
  private boolean isOpen;
  private boolean isHopeless;
  private boolean isClosing;
  private boolean hasEnded;
  private String closedBecause = "not connected yet";

  Submissions(ClientParts parts) {
    this.parts = parts;
  }

  /** Begins a submission, which gets its result whatever happens. */
  void begin(PendingSubmission<E> submission) {
    boolean isTaken;
    synchronized (this) {
      isTaken = !isClosing;
    }
    if (isTaken) {
      add(submission, null);
      pump();
    } else {
      endLater(submission, submission.givenUp(CLOSED));
    }
  }

  /**
   * @param nr its place among all; null if it is new
   */
  private void add(PendingSubmission<E> submission, @Nullable Long nr) {
    String givenUpBecause;
    synchronized (this) {
      givenUpBecause = hasEnded || isHopeless ? closedBecause : null;
      if (givenUpBecause == null) {
        waiting.put(nr == null ? begun++ : nr, submission);
      }
    }
    if (givenUpBecause != null) {
      endLater(submission, submission.givenUp(givenUpBecause));
    }
  }

  /**
   * Attempts what is due, as far as the server takes it. One thread at a time, which does it again
   * for those that came meanwhile: two could overtake each other between taking and sending.
   */
  private void pump() {
    if (pumps.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      attemptWhatIsDue();
      seen = pumps.addAndGet(-seen);
    } while (seen != 0);
  }

  private void attemptWhatIsDue() {
    pumping = Thread.currentThread();
    long now = parts.nanoClock().getAsLong();
    for (Attempt<E> attempt = next(now); attempt != null; attempt = next(now)) {
      Attempt<E> begins = attempt;
      var unused =
          begin(begins, now)
              .whenComplete(
                  (result, failure) ->
                      attempted(begins, result == null ? failed(begins, failure) : result));
    }
    pumping = null;
  }

  /** Whatever is thrown concerns this submission; the others are attempted all the same. */
  private CompletionStage<Result<WireEvent<E>, WireReason, Object>> begin(
      Attempt<E> attempt, long nowNanos) {
    try {
      return attempt.submission().attempt(nowNanos);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private record Attempt<E>(long nr, PendingSubmission<E> submission) {}

  private static <E> Result<WireEvent<E>, WireReason, Object> failed(
      Attempt<E> attempt, @Nullable Throwable failure) {
    return new Result.Unknown<>(attempt.submission().event(), "failed: " + failure);
  }

  /** Once is enough, however long the executor takes. */
  private void pumpLater() {
    if (!isPumpDue.getAndSet(true)) {
      parts
          .executor()
          .execute(
              () -> {
                isPumpDue.set(false);
                pump();
              });
    }
  }

  private synchronized @Nullable Attempt<E> next(long now) {
    if (!isOpen || attempting >= attemptingMax) {
      return null;
    }
    for (Map.Entry<Long, PendingSubmission<E>> entry : waiting.entrySet()) {
      if (entry.getValue().isDue(now)) {
        // Removing it from the map changes the entry.
        Attempt<E> due = new Attempt<>(entry.getKey(), entry.getValue());
        waiting.remove(due.nr());
        attempting++;
        return due;
      }
    }
    return null;
  }

  private void attempted(Attempt<E> attempt, Result<WireEvent<E>, WireReason, Object> attempted) {
    PendingSubmission<E> submission = attempt.submission();
    synchronized (this) {
      attempting--;
    }
    Result<WireEvent<E>, WireReason, Object> result = submission.resultOf(attempted);
    long now = parts.nanoClock().getAsLong();
    if (result == null && submission.isOverdue(now)) {
      result = submission.givenUp(null);
    } else if (result == null) {
      long pause = parts.settings().backoff().nanosAfter(submission.failed(), parts.random());
      submission.dueAt(now + pause);
      add(submission, attempt.nr());
    }
    pump();
    if (result != null && Thread.currentThread().equals(pumping)) {
      // The application may do in it what it likes; others wait for this thread.
      endLater(submission, result);
    } else if (result != null) {
      submission.end(result);
    }
  }

  private void endLater(
      PendingSubmission<E> submission, Result<WireEvent<E>, WireReason, Object> result) {
    parts.executor().execute(() -> submission.end(result));
  }

  /** Looks after what is due, and what has waited too long; to be called every {@link #TICK}. */
  void tick() {
    long now = parts.nanoClock().getAsLong();
    giveUp(submission -> submission.isOverdue(now));
    if (hasWaiting()) {
      pumpLater();
    }
  }

  private synchronized boolean hasWaiting() {
    return isOpen && !waiting.isEmpty();
  }

  @Override
  public void onOpen(int submissionsMax) {
    synchronized (this) {
      isOpen = true;
      isHopeless = false;
      attemptingMax = submissionsMax;
    }
    pumpLater();
  }

  @Override
  public void onClosed(String cause, boolean isHopelessNow) {
    synchronized (this) {
      isOpen = false;
      isHopeless = isHopelessNow;
      closedBecause = hasEnded ? CLOSED : "not connected: " + cause;
    }
    if (isHopelessNow) {
      giveUp(submission -> true);
    }
  }

  /** Nothing more is begun. */
  synchronized void startClosing() {
    isClosing = true;
  }

  /** Nothing is attempted any more. */
  void close() {
    synchronized (this) {
      isClosing = true;
      hasEnded = true;
      closedBecause = CLOSED;
    }
    giveUp(submission -> true);
  }

  private void giveUp(Predicate<PendingSubmission<E>> isToGiveUp) {
    List<PendingSubmission<E>> givenUp = new ArrayList<>();
    String because;
    synchronized (this) {
      because = isOpen && !hasEnded ? null : closedBecause;
      Iterator<PendingSubmission<E>> submissions = waiting.values().iterator();
      while (submissions.hasNext()) {
        PendingSubmission<E> submission = submissions.next();
        if (isToGiveUp.test(submission)) {
          submissions.remove();
          givenUp.add(submission);
        }
      }
    }
    givenUp.forEach(submission -> endLater(submission, submission.givenUp(because)));
  }
}
