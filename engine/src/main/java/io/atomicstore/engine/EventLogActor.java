package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Effect;
import io.atomicstore.core.EventLog;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.Submission;
import java.io.NotSerializableException;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotOffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.PartialFunction;
import scala.runtime.BoxedUnit;

/**
 * The log of one scope: carries out the effects of its {@link EventLog}, which holds the rules.
 *
 * <p>Messages are handled also while the log is being opened, when Pekko would stash them: they
 * wait in the log's own bounded queue, and are answered if the log can't be opened.
 */
class EventLogActor<E, R> extends AbstractPersistentActor {

  /** Ends the log once nothing waits in it. The sender must send nothing more afterwards. */
  record StopWhenIdle() implements NoSerializationVerificationNeeded {}

  /** Ends the log once what it has begun is finished, and answers at once what waits in it. */
  record Stop() implements NoSerializationVerificationNeeded {}

  private static final Logger LOGGER = LoggerFactory.getLogger(EventLogActor.class);

  // Seeds differ between incarnations; the tokens of one incarnation follow from its seed.
  private static final SecureRandom SEEDS = new SecureRandom();

  private final ScopeId scopeId;
  private final StoreSettings<E, R> settings;
  private final EventLog<E, R, Object, Originator> rules;
  private final WatchedOriginators originators;
  private final DeadlineTimer deadline;
  private final Snapshots snapshots;
  private final StoredEvents<E> storedEvents;
  private final OlderEvents<E, R> olderEvents;
  private final History<E> history;
  private final LogRecovery<E, R> recovery;
  private final Replies<E, R> replies;

  private boolean isOpening = true;
  private boolean stopsWhenIdle;
  private String endCause = "the log was stopped";

  private EventLogActor(StoreSettings<E, R> settings) {
    this.scopeId = Scopes.fromName(getSelf().path().name());
    this.settings = settings;
    this.rules =
        new EventLog<>(
            settings.limits(), settings.timeoutReason(), new SplittableRandom(SEEDS.nextLong()));
    this.originators = new WatchedOriginators(getContext(), rules::waitingOriginators);
    this.deadline = new DeadlineTimer(getContext(), settings.nanoClock());
    this.snapshots = new Snapshots(this, scopeId, settings.memory().snapshotEvents());
    this.storedEvents = new StoredEvents<>(scopeId, settings);
    this.olderEvents = new OlderEvents<>(scopeId, settings, getContext());
    this.history = new History<>(scopeId);
    this.recovery = new LogRecovery<>(rules, history, storedEvents, snapshots);
    this.replies = new Replies<>(scopeId, getSelf(), history);
  }

  /** A log whose scope is given by the name of the actor, see {@link Scopes#toName}. */
  static <E, R> Props props(StoreSettings<E, R> settings) {
    // Pekko asks for the plugins while the actor is being constructed, when only what an
    // anonymous class captures is there.
    return Props.create(
        EventLogActor.class,
        () ->
            new EventLogActor<E, R>(settings) {
              @Override
              public String journalPluginId() {
                return settings.plugins().journalPluginId();
              }

              @Override
              public String snapshotPluginId() {
                return settings.plugins().snapshotPluginId();
              }
            });
  }

  @Override
  public String persistenceId() {
    return settings.persistenceId(scopeId);
  }

  @Override
  public void preStart() {
    // A journal that has ended never reports back, and Pekko does not start another.
    getContext().watch(journal());
  }

  @Override
  public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
    if (isOpening && isOwn(message)) {
      receive.apply(message);
    } else {
      super.aroundReceive(receive, message);
    }
  }

  private static boolean isOwn(Object message) {
    return message instanceof StoreIfValid
        || message instanceof ValidationResponse
        || message instanceof QueryEvents
        || message instanceof Terminated
        || message instanceof StopWhenIdle
        || message instanceof Stop;
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder()
        .match(StoredRecord.class, this::onRecovered)
        .match(SnapshotOffer.class, recovery::onSnapshot)
        .match(RecoveryCompleted.class, completed -> onOpened())
        .build();
  }

  private void onRecovered(StoredRecord record) throws NotSerializableException {
    recovery.onEvent(record, lastSequenceNr());
  }

  private void onOpened() {
    try {
      recovery.checkComplete(lastSequenceNr());
    } catch (IllegalStateException e) {
      onRecoveryFailure(e, Option.empty());
      end();
      return;
    }
    isOpening = false;
    LOGGER.debug("scope={} sequenceNr={} opened", scopeId, lastSequenceNr());
    carryOut(rules.opened(now()));
  }

  @Override
  public void onRecoveryFailure(Throwable cause, Option<Object> event) {
    endCause =
        "the log of scope '"
            + scopeId
            + "' could not be opened, at sequence number "
            + lastSequenceNr()
            + ": "
            + cause;
    LOGGER.error("scope={} sequenceNr={} could not be opened", scopeId, lastSequenceNr(), cause);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(StoreIfValid.class, this::onStoreIfValid)
        .match(ValidationResponse.class, this::onValidationResponse)
        .match(QueryEvents.class, query -> carryOut(rules.query(new Originator(getSender()))))
        .match(DeadlineTimer.Tick.class, this::onDeadlineTick)
        .match(Terminated.class, this::onTerminated)
        .match(LogReader.Loaded.class, this::onLoaded)
        .match(LogReader.NotLoaded.class, this::onNotLoaded)
        .match(StopWhenIdle.class, this::onStopWhenIdle)
        .match(Stop.class, stop -> carryOut(rules.stop()))
        .matchAny(this::onOther)
        .build();
  }

  private void onStoreIfValid(StoreIfValid<?> message) {
    E event = settings.eventClass().cast(message.event());
    ActorRef originator = getSender();
    ProspectiveEvent<E> prospective = ProspectiveEvent.of(scopeId, message.eventId(), event);
    SerializedValue serialized;
    try {
      serialized = settings.codec().serializeToStore(event);
    } catch (NotSerializableException e) {
      originator.tell(
          new Result.Refused<E, R, Object>(prospective, String.valueOf(e.getMessage())), getSelf());
      return;
    }
    originators.submitted(originator);
    long now = now();
    carryOut(
        rules.submit(
            new Submission<>(
                prospective,
                serialized.fingerprint(),
                serialized.sizeBytes(),
                new Originator(originator, serialized),
                now,
                message.timeout() == null ? Long.MAX_VALUE : now + message.timeout().toNanos()),
            now));
  }

  @SuppressWarnings("unchecked") // The application's own types come back from the application.
  private void onValidationResponse(ValidationResponse<?, ?> response) {
    Submission<E, Originator> submission = rules.submissionOf(response.token());
    if (submission != null) {
      submission.originator().respondedBy(getSender());
    }
    carryOut(rules.respond(response.token(), (Decision<R, Object>) response.decision(), now()));
  }

  private void onDeadlineTick(DeadlineTimer.Tick tick) {
    var passed = deadline.onTick();
    if (passed != null) {
      carryOut(rules.deadlinePassed(passed, now()));
    }
  }

  private void onTerminated(Terminated terminated) {
    if (terminated.getActor().equals(journal())) {
      endCause = "the journal has ended";
      end();
      return;
    }
    originators.gone(terminated.getActor());
    carryOut(rules.originatorGone(new Originator(terminated.getActor()), now()));
  }

  private void onOther(Object message) {
    if (!snapshots.onReply(message)) {
      unhandled(message);
    }
  }

  @SuppressWarnings("unchecked") // The reader is this log's own.
  private void onLoaded(LogReader.Loaded<?> loaded) {
    history.addOlder((History<E>) loaded.history());
    carryOut(olderEvents.takeWaiting());
  }

  private void onNotLoaded(LogReader.NotLoaded notLoaded) {
    LOGGER.error("scope={} could not read its older events", scopeId, notLoaded.cause());
    endCause = "the log's older events could not be read: " + notLoaded.cause();
    end();
  }

  private void onStopWhenIdle(StopWhenIdle message) {
    stopsWhenIdle = true;
    stopIfIdle();
  }

  private void stopIfIdle() {
    if (stopsWhenIdle && rules.isIdle() && olderEvents.isEmpty()) {
      carryOut(rules.stop());
    }
  }

  private long now() {
    return settings.nanoClock().getAsLong();
  }

  private void carryOut(List<Effect<E, R, Object, Originator>> effects) {
    for (Effect<E, R, Object, Originator> effect : effects) {
      carryOut(effect);
    }
    if (stopsWhenIdle) {
      stopIfIdle();
    }
  }

  private void carryOut(Effect<E, R, Object, Originator> effect) {
    if (effect instanceof Effect.Answer<E, R, Object, Originator> answer) {
      replies.tell(answer.submission(), answer.result());
    } else if (effect instanceof Effect.AskForValidation<E, R, Object, Originator> ask) {
      onHistory(ask, () -> ask(ask));
    } else if (effect instanceof Effect.StartDeadline<E, R, Object, Originator> start) {
      deadline.start(start.token(), start.atNanos());
    } else if (effect instanceof Effect.CancelDeadline<E, R, Object, Originator>) {
      deadline.cancel();
    } else if (effect instanceof Effect.Write<E, R, Object, Originator> write) {
      write(write);
    } else if (effect instanceof Effect.AnswerFromLog<E, R, Object, Originator> answer) {
      onHistory(answer, () -> replies.tell(answer));
    } else if (effect instanceof Effect.TellTooLate<E, R, Object, Originator> tooLate) {
      getSender().tell(new ResponseTooLate(scopeId, tooLate.token()), getSelf());
    } else if (effect instanceof Effect.AnswerQuery<E, R, Object, Originator> answer) {
      onHistory(answer, () -> replies.tell(answer));
    } else if (effect instanceof Effect.RefuseQuery<E, R, Object, Originator> refuse) {
      replies.refuse(refuse.asker(), refuse.cause());
    } else {
      getContext().stop(getSelf());
    }
  }

  /** Does {@code action} now, or once the older events have been read. */
  private void onHistory(Effect<E, R, Object, Originator> effect, Runnable action) {
    if (history.isComplete()) {
      action.run();
    } else if (!olderEvents.await(effect, history)) {
      replies.refuse(effect, "too many wait already for the log's older events");
    }
  }

  private void ask(Effect.AskForValidation<E, R, Object, Originator> ask) {
    if (rules.isOutstanding(ask.token())) {
      replies.ask(ask);
      carryOut(rules.validationRequestSent(ask.token(), now()));
    }
  }

  private void write(Effect.Write<E, R, Object, Originator> write) {
    StoredRecord record = storedEvents.recordOf(write, settings.clock().millis());
    history.add(
        record.sequenceNr(),
        record.eventId(),
        record.storedAtMillis(),
        write.submission().prospectiveEvent().event(),
        write.meta());
    persistAsync(record, this::onDurable);
  }

  private void onDurable(StoredRecord record) {
    if (record.sequenceNr() != lastSequenceNr()) {
      throw new IllegalStateException(
          "the journal stored at sequence number "
              + lastSequenceNr()
              + " the event of sequence number "
              + record.sequenceNr());
    }
    carryOut(rules.writeDurable(record.sequenceNr()));
    if (snapshots.isDue(record.sequenceNr())) {
      snapshots.save(new LogSnapshot(rules.durableIds()));
    }
  }

  @Override
  public void onPersistFailure(Throwable cause, Object event, long sequenceNr) {
    onWriteFailed(cause, sequenceNr);
  }

  @Override
  public void onPersistRejected(Throwable cause, Object event, long sequenceNr) {
    onWriteFailed(cause, sequenceNr);
  }

  private void onWriteFailed(Throwable cause, long sequenceNr) {
    LOGGER.error("scope={} sequenceNr={} could not be written", scopeId, sequenceNr, cause);
    endCause = "the write of event " + sequenceNr + " failed: " + cause;
    end();
  }

  /** Answers everything that is still open, and stops. */
  private void end() {
    for (Effect<E, R, Object, Originator> effect : olderEvents.takeWaiting()) {
      replies.refuse(effect, endCause);
    }
    carryOut(rules.failed(endCause));
  }

  @Override
  public void postStop() throws Exception {
    end();
    super.postStop();
  }
}
