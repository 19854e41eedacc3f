package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Effect;
import io.atomicstore.core.EventLog;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.Submission;
import io.atomicstore.core.ValidationToken;
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

  /** This asker's query has waited long enough. */
  private record QueryOverdue(Addressee asker) implements NoSerializationVerificationNeeded {}

  private final ScopeId scopeId;
  private final StoreSettings<E, R> settings;
  private final EventLog<E, R, Object, Addressee> rules;
  private final WatchedOriginators originators;
  private final ShownEvents shownEvents = new ShownEvents();
  private final DeadlineTimer deadline;
  private final Snapshots snapshots;
  private final Submissions<E, R> submissions;
  private final LogWriter<E> writer;
  private final JournalReads journalReads;
  private final LogPages<E> pages;
  private final IdLookUps lookUps;
  private final LogRecovery<E, R> recovery;
  private final Replies<E, R> replies;

  private boolean isOpening = true;
  private boolean stopsWhenIdle;
  private boolean isEnding;
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
    this.submissions = new Submissions<>(scopeId, settings);
    StoredEvents<E> storedEvents = new StoredEvents<>(scopeId, settings);
    Tail<E> tail = new Tail<>(scopeId, settings.memory().tailBytesMax());
    this.writer = new LogWriter<>(this, tail, storedEvents, settings.clock(), this::onDurable);
    this.journalReads =
        new JournalReads(
            getContext(), journal(), persistenceId(), settings.limits().waitingEventsMax());
    this.pages = new LogPages<>(tail, journalReads, storedEvents, settings.memory().pageBytesMax());
    this.lookUps =
        new IdLookUps(
            settings,
            persistenceId(),
            journalReads,
            getSelf(),
            rules::durableSequenceNr,
            (eventId, accepted) -> carryOut(rules.lookedUp(eventId, accepted, now())),
            this::onUnreadable);
    this.recovery = new LogRecovery<>(rules, tail, storedEvents, snapshots);
    this.replies = new Replies<>(scopeId, getSelf(), rules, pages);
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
    return Scopes.isForLog(message)
        || message instanceof QueryOverdue
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
        .match(GetPastEvents.class, this::onGetPastEvents)
        .match(QueryEvents.class, this::onQueryEvents)
        .match(GetResult.class, this::onGetResult)
        .match(QueryOverdue.class, overdue -> carryOut(rules.queryOverdue(overdue.asker())))
        .match(DeadlineTimer.Tick.class, this::onDeadlineTick)
        .match(Terminated.class, this::onTerminated)
        .match(JournalReader.Read.class, this::onRead)
        .match(JournalReader.NotRead.class, this::onNotRead)
        .match(IdLookUps.Indexed.class, lookUps::onIndexed)
        .match(StopWhenIdle.class, this::onStopWhenIdle)
        .match(Stop.class, stop -> carryOut(rules.stop()))
        .matchAny(this::onOther)
        .build();
  }

  private void onStoreIfValid(StoreIfValid<?> message) {
    ProspectiveEvent<E> event = submissions.prospectiveEvent(message);
    long now = now();
    Submission<E, R, Object, Addressee> submission;
    try {
      submission = submissions.submission(message, event, getSender(), now);
    } catch (NotSerializableException e) {
      getSender()
          .tell(new Result.Refused<E, R, Object>(event, String.valueOf(e.getMessage())), getSelf());
      return;
    }
    originators.submitted(getSender());
    carryOut(rules.submit(submission, now));
  }

  @SuppressWarnings("unchecked") // The application's own types come back from the application.
  private void onValidationResponse(ValidationResponse<?, ?> response) {
    Submission<E, R, Object, Addressee> submission = rules.submissionOf(response.token());
    if (submission != null) {
      submission.originator().respondedBy(getSender());
    }
    carryOut(rules.respond(response.token(), (Decision<R, Object>) response.decision(), now()));
  }

  private void onGetPastEvents(GetPastEvents get) {
    Effect.AskForValidation<E, R, Object, Addressee> asked = rules.validationOf(get.token());
    ActorRef asker = getSender();
    if (asked == null || get.afterSequenceNr() > asked.past().sequenceNr()) {
      asker.tell(new ResponseTooLate(scopeId, get.token()), getSelf());
      return;
    }
    pages.pageAfter(
        get.afterSequenceNr(),
        asked.past().sequenceNr(),
        page -> {
          asker.tell(new PastEventsPage<>(scopeId, get.token(), page), getSelf());
          if (asker.equals(asked.submission().originator().ref())) {
            shownEvents.shown(asked.submission().originator(), page.lastSequenceNr());
          }
          carryOut(rules.validationRequestSent(get.token(), page.lastSequenceNr(), now()));
        },
        this::onUnreadable);
  }

  private void onQueryEvents(QueryEvents query) {
    Addressee asker = Addressee.asker(getSender(), query);
    if (query.patience().isZero() || query.fromSequenceNr() <= rules.durableSequenceNr()) {
      carryOut(rules.query(asker));
    } else {
      asker.overdueAt(
          getContext()
              .getSystem()
              .scheduler()
              .scheduleOnce(
                  query.patience(),
                  getSelf(),
                  new QueryOverdue(asker),
                  getContext().getDispatcher(),
                  getSelf()));
      carryOut(rules.queryAfter(query.fromSequenceNr() - 1, asker));
    }
  }

  private void onGetResult(GetResult get) {
    carryOut(rules.queryResult(get.eventId(), Addressee.asker(getSender(), get)));
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
    shownEvents.gone(terminated.getActor());
    carryOut(rules.originatorGone(Addressee.originator(terminated.getActor()), now()));
  }

  private void onRead(JournalReader.Read read) {
    journalReads.onRead(read);
    stopIfIdle();
  }

  private void onNotRead(JournalReader.NotRead notRead) {
    journalReads.onNotRead(notRead);
    stopIfIdle();
  }

  /** The log can't go on without what it wanted to read. */
  private void onUnreadable(Throwable cause) {
    if (isEnding) {
      return;
    }
    LOGGER.error("scope={} could not read its older events", scopeId, cause);
    endCause = "the log's older events could not be read: " + cause;
    end();
  }

  private void onOther(Object message) {
    if (!snapshots.onReply(message)) {
      unhandled(message);
    }
  }

  private void onStopWhenIdle(StopWhenIdle message) {
    stopsWhenIdle = true;
    stopIfIdle();
  }

  private void stopIfIdle() {
    if (stopsWhenIdle && rules.isIdle() && journalReads.isIdle()) {
      carryOut(rules.stop());
    }
  }

  private long now() {
    return settings.nanoClock().getAsLong();
  }

  private void carryOut(List<Effect<E, R, Object, Addressee>> effects) {
    for (Effect<E, R, Object, Addressee> effect : effects) {
      carryOut(effect);
    }
    stopIfIdle();
  }

  private void carryOut(Effect<E, R, Object, Addressee> effect) {
    if (effect instanceof Effect.Answer<E, R, Object, Addressee> answer) {
      replies.tell(answer.submission(), answer.result());
    } else if (effect instanceof Effect.AskForValidation<E, R, Object, Addressee> ask) {
      ask(ask);
    } else if (effect instanceof Effect.StartDeadline<E, R, Object, Addressee> start) {
      deadline.start(start.token(), start.atNanos());
    } else if (effect instanceof Effect.CancelDeadline<E, R, Object, Addressee>) {
      deadline.cancel();
    } else if (effect instanceof Effect.Write<E, R, Object, Addressee> write) {
      writer.write(write);
      shownEvents.accepted(write);
    } else if (effect instanceof Effect.AnswerFromLog<E, R, Object, Addressee> answer) {
      replies.tell(answer);
    } else if (effect instanceof Effect.TellTooLate<E, R, Object, Addressee> tooLate) {
      getSender().tell(new ResponseTooLate(scopeId, tooLate.token()), getSelf());
    } else if (effect instanceof Effect.LookUp<E, R, Object, Addressee> lookUp) {
      lookUps.lookUp(lookUp.eventId());
    } else if (effect instanceof Effect.AnswerQuery<E, R, Object, Addressee> answer) {
      replies.tell(answer);
    } else if (effect instanceof Effect.AnswerResultQuery<E, R, Object, Addressee> answer) {
      replies.tell(answer);
    } else if (effect instanceof Effect.RefuseQuery<E, R, Object, Addressee> refuse) {
      replies.refuse(refuse.asker(), refuse.cause());
    } else {
      getContext().stop(getSelf());
    }
  }

  private void ask(Effect.AskForValidation<E, R, Object, Addressee> ask) {
    pages.pageAfter(
        shownEvents.after(ask),
        ask.past().sequenceNr(),
        page -> ask(ask, page),
        this::onUnreadable);
  }

  private void ask(Effect.AskForValidation<E, R, Object, Addressee> ask, PastEvents<E> firstPage) {
    ValidationToken token = ask.token();
    if (rules.isOutstanding(token)) {
      replies.ask(ask, firstPage);
      shownEvents.shown(ask.submission().originator(), firstPage.lastSequenceNr());
      carryOut(rules.validationRequestSent(token, firstPage.lastSequenceNr(), now()));
    }
  }

  private void onDurable(LogPrefix prefix) {
    carryOut(rules.writeDurable(prefix));
    if (snapshots.isDue(prefix.sequenceNr())) {
      snapshots.save(new LogSnapshot(rules.summary()));
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
    isEnding = true;
    journalReads.end(new IllegalStateException(endCause));
    carryOut(rules.failed(endCause));
  }

  @Override
  public void postStop() throws Exception {
    end();
    super.postStop();
  }
}
