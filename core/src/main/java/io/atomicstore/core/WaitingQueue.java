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
final class WaitingQueue<E, O> {

  private final LogLimits limits;
  private final ArrayDeque<Submission<E, O>> submissions = new ArrayDeque<>(1);
  private int waitingEvents;
  private long waitingBytes;

  WaitingQueue(LogLimits limits) {
    this.limits = limits;
  }

  boolean hasRoomFor(Submission<E, O> submission) {
    return waitingEvents < limits.waitingEventsMax()
        && waitingBytes + submission.sizeBytes() <= limits.waitingBytesMax();
  }

  void add(Submission<E, O> submission) {
    waitingEvents++;
    waitingBytes += submission.sizeBytes();
    submissions.addLast(submission);
  }

  /** The submission whose turn it is; it counts as waiting until {@link #answered}. */
  @Nullable Submission<E, O> poll() {
    return submissions.pollFirst();
  }

  /** Takes out those of one originator, in order; they count as waiting until {@link #answered}. */
  List<Submission<E, O>> removeAllOf(O originator) {
    List<Submission<E, O>> removed = new ArrayList<>(0);
    for (int i = submissions.size(); i > 0; i--) {
      Submission<E, O> submission = submissions.removeFirst();
      (submission.originator().equals(originator) ? removed : submissions).add(submission);
    }
    return removed;
  }

  /** Those whose submissions wait for their turn. */
  Set<O> originators() {
    Set<O> originators = new HashSet<>();
    submissions.forEach(submission -> originators.add(submission.originator()));
    return originators;
  }

  void answered(Submission<E, O> submission) {
    waitingEvents--;
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
