package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the submissions of this process in one scope: inputs come from any thread, and are taken in
 * the order they came, by one task at a time. Deciders and what depends on results are run after
 * the inputs have been left to the next task, so that they may block.
 */
final class ScopeRunner<S, E, R> implements Runnable {

  /** So many inputs are taken before the state is weighed. */
  private static final int BATCH_MAX = 64;

  /** So many batches are taken by one task, before what is due gets its turn. */
  private static final int BATCHES_MAX = 8;

  private final ScopeId scopeId;
  private final Conversations.Surroundings<S, E, R> surroundings;
  private final ValidationTasks tasks;
  private final ScopeRunners<S, E, R> runners;

  private final ConcurrentLinkedQueue<OriginatorInput<S, E, R>> inbox =
      new ConcurrentLinkedQueue<>();

  /** Inputs that have come, until they are taken and what follows from them is told to logs. */
  private final AtomicInteger inputs = new AtomicInteger();

  /** Submissions that have begun, until their end is taken. */
  private final AtomicInteger submissions = new AtomicInteger();

  // Owned by the task that takes inputs.
  private final ScopeInputs<S, E, R> taken;
  private long weightBytes;

  ScopeRunner(
      ScopeId scopeId,
      Conversations.Surroundings<S, E, R> surroundings,
      ScopeRunners<S, E, R> runners) {
    this.scopeId = scopeId;
    this.surroundings = surroundings;
    this.tasks = surroundings.open().tasks();
    this.runners = runners;
    this.taken = new ScopeInputs<>(this, surroundings);
  }

  ScopeId scopeId() {
    return scopeId;
  }

  /** A submission is about to begin: this runner is in use until its end is taken. */
  void use() {
    submissions.incrementAndGet();
  }

  /** A submission has ended, or has not begun after all. */
  void leave() {
    submissions.decrementAndGet();
  }

  /** What comes late, of submissions that have ended, is not counted: it changes nothing. */
  boolean isInUse() {
    return submissions.get() > 0 || inputs.get() > 0;
  }

  Decision<R, Object> sendable(Decision<R, Object> decision) {
    return surroundings.sendable().apply(decision);
  }

  /** Begins a submission. */
  void submit(Conversation<S, E, R> conversation) {
    OriginatorInput<S, E, R> submitted = new OriginatorInput.Submitted<>(conversation);
    if (surroundings.judging().isAsking() && inputs.compareAndSet(0, 1)) {
      // Nothing of the application is called, and nothing is due, so this thread may take it.
      taken.take(submitted, new ArrayList<>());
      if (inputs.decrementAndGet() > 0) {
        runLater();
      }
    } else {
      offer(submitted);
    }
  }

  /** Adds an input, which is taken on the executor. */
  void offer(OriginatorInput<S, E, R> input) {
    if (enter(input)) {
      runLater();
    }
  }

  /** Adds an input; returns whether the caller has to see to it that this is run. */
  boolean enter(OriginatorInput<S, E, R> input) {
    inbox.add(input);
    return inputs.getAndIncrement() == 0;
  }

  private void runLater() {
    RejectedExecutionException rejection = tasks.tryExecute(this);
    if (rejection != null) {
      run(rejection);
    }
  }

  @Override
  public void run() {
    run(null);
  }

  /**
   * @param rejection why the executor does not run this, if it does not
   */
  private void run(@Nullable RejectedExecutionException rejection) {
    boolean isToRun = true;
    while (isToRun) {
      isToRun = performAll(takeAll(), rejection);
    }
  }

  /**
   * The last task is for this thread, the others for the executor: none waits for another.
   *
   * @return whether this thread has to run this again
   */
  private boolean performAll(List<DueTask> due, @Nullable RejectedExecutionException rejection) {
    boolean isToRun = false;
    for (int i = 0; i < due.size() - 1; i++) {
      isToRun |= hand(due.get(i));
    }
    if (!due.isEmpty()) {
      DueTask last = due.get(due.size() - 1);
      isToRun |= (rejection == null ? last.perform() : last.rejected(rejection)) != null;
    }
    return isToRun;
  }

  private boolean hand(DueTask task) {
    RejectedExecutionException rejection = tasks.tryExecute(task);
    return rejection != null && task.rejected(rejection) != null;
  }

  /** Takes what has come, and leaves the inputs; returns what is due then. */
  private List<DueTask> takeAll() {
    List<DueTask> due = new ArrayList<>();
    int batches = 1;
    while (!takeBatch(due)) {
      // The rest is for another task, behind what else waits for the executor.
      if (batches >= BATCHES_MAX && tasks.tryExecute(this) == null) {
        return due;
      }
      batches++;
    }
    return due;
  }

  /** Takes some of what has come; returns whether it was all, and the inputs are left. */
  private boolean takeBatch(List<DueTask> due) {
    int size = Math.min(inputs.get(), BATCH_MAX);
    for (int i = 0; i < size; i++) {
      OriginatorInput<S, E, R> input = inbox.poll();
      if (input != null) {
        taken.take(input, due);
      }
    }
    long newWeightBytes = taken.weightBytes();
    if (newWeightBytes != weightBytes) {
      weightBytes = newWeightBytes;
      runners.reweigh(this, newWeightBytes);
    }
    return inputs.addAndGet(-size) == 0;
  }
}
