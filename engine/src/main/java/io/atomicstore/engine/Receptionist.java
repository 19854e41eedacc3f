package io.atomicstore.engine;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.OneForOneStrategy;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.apache.pekko.actor.SupervisorStrategy;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.japi.pf.DeciderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of the protocol, opens the logs they are for, and passes them on. Logs that
 * nobody uses leave memory; a message that comes meanwhile waits until the log has ended, and opens
 * it again.
 */
final class Receptionist<E, R> extends AbstractActorWithTimers {

  /**
   * Ends the receptionist once every log has finished what it had begun; what waits is answered.
   */
  record Stop() implements NoSerializationVerificationNeeded {}

  private record Sweep() implements NoSerializationVerificationNeeded {}

  private static final int SWEEPS_PER_IDLE_TIMEOUT = 4;

  // Names that no scope encodes to.
  private static final String UNREAD_NAME = "~unread";

  private final StoreSettings<E, R> settings;
  private final Scopes<E> scopes;
  private final LiveLogs liveLogs;
  private boolean isStopping;

  private Receptionist(StoreSettings<E, R> settings) {
    this.settings = settings;
    this.scopes = new Scopes<>(settings);
    this.liveLogs = new LiveLogs(settings.memory().liveLogsMax(), SWEEPS_PER_IDLE_TIMEOUT);
  }

  static <E, R> Props props(StoreSettings<E, R> settings) {
    return Props.create(Receptionist.class, () -> new Receptionist<>(settings));
  }

  @Override
  public SupervisorStrategy supervisorStrategy() {
    // A log that fails ends, and answers who waits; the next message opens it from the journal.
    return new OneForOneStrategy(
        DeciderBuilder.matchAny(failure -> SupervisorStrategy.stop()).build());
  }

  @Override
  public void preStart() {
    getContext().actorOf(UnreadMessages.props(getSelf().path(), scopes), UNREAD_NAME);
    Duration sweepInterval = settings.memory().idleTimeout().dividedBy(SWEEPS_PER_IDLE_TIMEOUT);
    getTimers().startTimerWithFixedDelay("sweep", new Sweep(), sweepInterval);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(StoreIfValid.class, this::onMessage)
        .match(ValidationResponse.class, this::onMessage)
        .match(GetPastEvents.class, this::onMessage)
        .match(Envelope.class, this::onMessage)
        .match(GetLiveLogScopes.class, message -> onGetLiveLogScopes())
        .match(Terminated.class, this::onTerminated)
        .match(Sweep.class, message -> liveLogs.sweep().forEach(this::stopLog))
        .match(Stop.class, message -> onStop())
        .build();
  }

  private void onMessage(Object message) {
    ScopeId scopeId;
    try {
      scopeId = scopes.scopeOf(message);
    } catch (RuntimeException e) {
      getSender().tell(new Status.Failure(e), getSelf());
      return;
    }
    if (scopeId == null) {
      unhandled(message);
      return;
    }
    Object inner = Scopes.unwrap(message);
    LiveLogs.LiveLog log = liveLogs.find(scopeId);
    if (inner instanceof ValidationResponse || inner instanceof GetPastEvents) {
      passToAsking(scopeId, log, inner);
    } else if (isStopping) {
      refuse(scopeId, inner, "the store is stopping");
    } else if (log == null) {
      open(scopeId).tell(inner, getSender());
    } else if (!log.isStopping()) {
      log.ref().tell(inner, getSender());
    } else if (!log.keep(inner, getSender(), settings.limits().waitingEventsMax())) {
      refuse(scopeId, inner, "too many messages wait for the log to be opened again");
    }
  }

  /** What belongs to a validation is for the log that asked: it is not opened again for it. */
  private void passToAsking(ScopeId scopeId, LiveLogs.@Nullable LiveLog log, Object message) {
    if (log == null) {
      refuse(scopeId, message, "the log has ended");
    } else {
      log.ref().tell(message, getSender());
    }
  }

  private ActorRef open(ScopeId scopeId) {
    ActorRef log = getContext().actorOf(EventLogActor.props(settings), Scopes.toName(scopeId));
    getContext().watch(log);
    liveLogs.add(scopeId, log);
    liveLogs.overMax().forEach(this::stopLog);
    return log;
  }

  private void stopLog(LiveLogs.LiveLog log) {
    liveLogs.stop(log);
    log.ref().tell(new EventLogActor.StopWhenIdle(), getSelf());
  }

  private void refuse(ScopeId scopeId, Object message, String cause) {
    Object refusal = refusalOf(scopeId, message, cause);
    if (refusal != null) {
      getSender().tell(refusal, getSelf());
    }
  }

  /** What tells the sender that its message can't be handled now, and changed nothing. */
  static @Nullable Object refusalOf(ScopeId scopeId, Object message, String cause) {
    if (message instanceof StoreIfValid<?> submission) {
      return new Result.Unavailable<>(
          new ProspectiveEvent<>(
              scopeId, submission.eventId(), submission.events(), submission.sealsLog()),
          cause);
    } else if (message instanceof ValidationResponse<?, ?> response) {
      return new ResponseTooLate(scopeId, response.token());
    } else if (message instanceof GetPastEvents get) {
      return new ResponseTooLate(scopeId, get.token());
    } else if (Scopes.namesNoScope(message)) {
      return new QueryRefused(scopeId, cause);
    }
    return null;
  }

  private void onGetLiveLogScopes() {
    getSender().tell(new LiveLogScopes(liveLogs.scopeIds()), getSelf());
  }

  private void onTerminated(Terminated terminated) {
    ScopeId scopeId = Scopes.fromName(terminated.getActor().path().name());
    LiveLogs.LiveLog log = liveLogs.remove(scopeId);
    if (isStopping) {
      stopIfNoLogs();
    } else if (log != null && log.hasKept()) {
      ActorRef reopened = open(scopeId);
      log.forwardKept(reopened);
    }
  }

  private void onStop() {
    isStopping = true;
    for (LiveLogs.LiveLog log : liveLogs.all()) {
      log.takeKept((message, sender) -> refuseKept(log, message, sender));
      log.ref().tell(new EventLogActor.Stop(), getSelf());
    }
    stopIfNoLogs();
  }

  private void refuseKept(LiveLogs.LiveLog log, Object message, ActorRef sender) {
    ScopeId scopeId = Scopes.fromName(log.ref().path().name());
    Object refusal = refusalOf(scopeId, message, "the store is stopping");
    if (refusal != null) {
      sender.tell(refusal, getSelf());
    }
  }

  private void stopIfNoLogs() {
    if (liveLogs.isEmpty()) {
      getContext().stop(getSelf());
    }
  }

  @Override
  public void postStop() {
    for (LiveLogs.LiveLog log : liveLogs.all()) {
      log.takeKept((message, sender) -> refuseKept(log, message, sender));
    }
  }
}
