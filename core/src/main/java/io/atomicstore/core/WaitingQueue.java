package io.atomicstore.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of one log whose turn has not come, first come, first served. It also counts
 * those that left it for their validation or write: all of them wait for a result, and the bounds
 * count them until they get it.
 */
final class WaitingQueue<E, R, M, O> {

  private final LogLimits limits;
  private final ArrayDeque<Submission<E, R, M, O>> submissions = new ArrayDeque<>(1);
  private int waitingEvents;
  private long waitingBytes;

  WaitingQueue(LogLimits limits) {
    this.limits = limits;
  }

  boolean hasRoomFor(Submission<E, R, M, O> submission) {
    return waitingEvents + submission.events() <= limits.waitingEventsMax()
        && waitingBytes + submission.sizeBytes() <= limits.waitingBytesMax();
  }

  void add(Submission<E, R, M, O> submission) {
    waitingEvents += submission.events();
    waitingBytes += submission.sizeBytes();
    submissions.addLast(submission);
  }

  /** The submission whose turn it is; null if none waits. */
  @Nullable Submission<E, R, M, O> peek() {
    return submissions.peekFirst();
  }

  /** Takes out the submission whose turn it is; it counts as waiting until {@link #answered}. */
  @Nullable Submission<E, R, M, O> poll() {
    return submissions.pollFirst();
  }

  /** Takes out those of one originator, in order; they count as waiting until {@link #answered}. */
  List<Submission<E, R, M, O>> removeAllOf(O originator) {
    List<Submission<E, R, M, O>> removed = new ArrayList<>(0);
    for (int i = submissions.size(); i > 0; i--) {
      Submission<E, R, M, O> submission = submissions.removeFirst();
      (submission.originator().equals(originator) ? removed : submissions).add(submission);
    }
    return removed;
  }

  /** Whether a submission of that id waits for its turn. */
  boolean contains(EventId eventId) {
    for (Submission<E, R, M, O> submission : submissions) {
      if (submission.eventId().equals(eventId)) {
        return true;
      }
    }
    return false;
  }

  /** The ids of what waits for its turn, in order. */
  List<EventId> eventIds() {
    return submissions.stream().map(Submission::eventId).toList();
  }

  /** Those whose submissions wait for their turn. */
  Set<O> originators() {
    Set<O> originators = new HashSet<>();
    submissions.forEach(submission -> originators.add(submission.originator()));
    return originators;
  }

  void answered(Submission<E, R, M, O> submission) {
    waitingEvents -= submission.events();
    waitingBytes -= submission.sizeBytes();
  }

  boolean isEmpty() {
    return submissions.isEmpty();
  }

  int waitingEvents() {
    return waitingEvents;
  }

  long waitingBytes() {
    return waitingBytes;
  }
}
