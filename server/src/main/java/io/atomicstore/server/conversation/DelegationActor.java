package io.atomicstore.server.conversation;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.protocol.Meta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Terminated;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events that originators delegate to the streams of this node that validate for others:
 * those of one scope to one stream while that lasts, so that it knows the log. What a stream has
 * not finished when it ends goes to another one, under the same event id.
 *
 * <p>An event for which no stream is there waits until one comes or its time has passed, or is
 * answered at once, as the settings say. An originator that ends is not told; what it has delegated
 * goes on.
 */
final class DelegationActor extends AbstractActorWithTimers {

  /** The sender validates events of scopes with these prefixes. */
  record Join(List<String> scopePrefixes) implements NoSerializationVerificationNeeded {

    Join {
      scopePrefixes = List.copyOf(scopePrefixes);
    }
  }

  /** The sender wants the result of that. */
  record Delegate(StoreIfValid<Event> submission) implements NoSerializationVerificationNeeded {}

  /** The sender, which validated it, got its result. */
  record Ended(Result<Event, String, Meta> result) implements NoSerializationVerificationNeeded {}

  private record Sweep() implements NoSerializationVerificationNeeded {}

  private static final String SWEEP = "sweep";
  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(100);

  private static final class Open {
    private final StoreIfValid<Event> submission;
    private final ActorRef originator;
    private final long startedAtNanos;
    private @Nullable ActorRef validator;

    Open(StoreIfValid<Event> submission, ActorRef originator, long startedAtNanos) {
      this.submission = submission;
      this.originator = originator;
      this.startedAtNanos = startedAtNanos;
    }
  }

  private final ConversationSettings settings;
  private final Validators validators = new Validators();
  private final Map<DelegatedEvent, List<Open>> open = new HashMap<>();
  private int waiting;

  private DelegationActor(ConversationSettings settings) {
    this.settings = settings;
  }

  static Props props(ConversationSettings settings) {
    return Props.create(DelegationActor.class, () -> new DelegationActor(settings));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(Delegate.class, this::onDelegate)
        .match(Ended.class, this::onEnded)
        .match(Join.class, this::onJoin)
        .match(Terminated.class, this::onTerminated)
        .match(Sweep.class, sweep -> onSweep())
        .build();
  }

  private void onDelegate(Delegate delegate) {
    Open added = new Open(delegate.submission(), getSender(), System.nanoTime());
    open.computeIfAbsent(DelegatedEvent.of(added.submission), event -> new ArrayList<>(1))
        .add(added);
    if (!assign(added)) {
      remove(added);
    }
  }

  /** Returns whether it is open still. */
  private boolean assign(Open submission) {
    ActorRef validator = validators.find(scopeOf(submission));
    submission.validator = validator;
    if (validator != null) {
      Duration left = timeLeft(submission);
      validator.tell(
          new OriginatorActor.Validate(
              submission.submission.withTimeout(left.isZero() ? Duration.ofNanos(1) : left)),
          getSelf());
    } else if (settings.withoutValidator() == ConversationSettings.WithoutValidator.REFUSE) {
      tell(
          submission,
          new Result.Unavailable<>(
              prospective(submission), "no stream is connected that validates this scope"));
      return false;
    } else {
      waiting++;
      if (!getTimers().isTimerActive(SWEEP)) {
        getTimers().startTimerWithFixedDelay(SWEEP, new Sweep(), SWEEP_INTERVAL);
      }
    }
    return true;
  }

  private static ScopeId scopeOf(Open submission) {
    return submission.submission.event().scopeId();
  }

  private Duration timeLeft(Open submission) {
    Duration own = submission.submission.timeout();
    Duration timeout = own == null ? settings.submissionTimeout() : own;
    Duration left = timeout.minusNanos(System.nanoTime() - submission.startedAtNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static ProspectiveEvent<Event> prospective(Open submission) {
    StoreIfValid<Event> of = submission.submission;
    return new ProspectiveEvent<>(of.event().scopeId(), of.eventId(), of.events(), of.sealsLog());
  }

  private void tell(Open submission, Result<Event, String, Meta> result) {
    submission.originator.tell(result, getSelf());
  }

  private void remove(Open submission) {
    DelegatedEvent event = DelegatedEvent.of(submission.submission);
    open.computeIfPresent(
        event,
        (key, submissions) -> {
          submissions.remove(submission);
          return submissions.isEmpty() ? null : submissions;
        });
  }

  private void onEnded(Ended ended) {
    ProspectiveEvent<Event> event = ended.result().prospectiveEvent();
    DelegatedEvent key = new DelegatedEvent(event.scopeId(), event.eventId());
    for (Open submission : open.getOrDefault(key, List.of())) {
      if (getSender().equals(submission.validator)) {
        remove(submission);
        tell(submission, ended.result());
        return;
      }
    }
  }

  private void onJoin(Join join) {
    getContext().watch(getSender());
    validators.add(getSender(), join.scopePrefixes());
    if (waiting > 0) {
      assignAll(null);
    }
  }

  /** Another one finishes what it has not; the event id keeps that from being stored twice. */
  private void onTerminated(Terminated terminated) {
    validators.remove(terminated.getActor());
    assignAll(terminated.getActor());
  }

  private void assignAll(@Nullable ActorRef formerValidator) {
    List<Open> unassigned = new ArrayList<>();
    for (List<Open> submissions : open.values()) {
      for (Open submission : submissions) {
        if (formerValidator == null
            ? submission.validator == null
            : formerValidator.equals(submission.validator)) {
          unassigned.add(submission);
        }
      }
    }
    if (formerValidator == null) {
      waiting -= unassigned.size();
    }
    for (Open submission : unassigned) {
      if (!assign(submission)) {
        remove(submission);
      }
    }
  }

  private void onSweep() {
    for (Iterator<List<Open>> all = open.values().iterator(); all.hasNext(); ) {
      List<Open> submissions = all.next();
      submissions.removeIf(this::endIfOverdue);
      if (submissions.isEmpty()) {
        all.remove();
      }
    }
    if (waiting == 0) {
      getTimers().cancel(SWEEP);
    }
  }

  private boolean endIfOverdue(Open submission) {
    if (submission.validator != null || !timeLeft(submission).isZero()) {
      return false;
    }
    waiting--;
    Duration waited = Duration.ofNanos(System.nanoTime() - submission.startedAtNanos);
    tell(
        submission,
        new Result.TimedOut<>(prospective(submission), settings.timeoutReason(), waited));
    return true;
  }
}
