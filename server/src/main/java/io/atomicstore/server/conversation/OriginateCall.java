package io.atomicstore.server.conversation;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.Heartbeat;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.Stopping;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationResponse;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessDenied;
import io.atomicstore.server.security.Verb;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One stream of the conversation: takes what the originator sends, on the transport's thread, and
 * passes it to the logs. What logs say comes by {@link OriginatorActor}.
 */
public final class OriginateCall implements StreamObserver<AtomicStoreMessage> {

  static final AtomicStoreMessage HEARTBEAT =
      AtomicStoreMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();

  private static final AtomicStoreMessage STOPPING =
      AtomicStoreMessage.newBuilder().setStopping(Stopping.getDefaultInstance()).build();

  private final StreamSurroundings surroundings;
  private final ConversationReader reader;
  private final Peer peer;
  private final Access access;
  private final Consumer<OriginateCall> onEnd;
  private final StreamValidations validations = new StreamValidations();
  private final AtomicInteger openSubmissions = new AtomicInteger();
  private final AtomicInteger openDelegations = new AtomicInteger();
  private final ActorRef originator;

  private volatile Hello hello = Hello.getDefaultInstance();
  private volatile long heardAtNanos;
  private volatile boolean isStopping;
  private volatile boolean isHalfClosed;
  private volatile boolean hasFailed;

  // Owned by the transport's thread.
  private boolean hasBegun;

  /**
   * @param onEnd is told when the stream has ended
   */
  OriginateCall(
      StreamSurroundings surroundings, Peer peer, Access access, Consumer<OriginateCall> onEnd) {
    this.surroundings = surroundings;
    this.reader = new ConversationReader(surroundings.limits());
    this.peer = peer;
    this.access = access;
    this.onEnd = onEnd;
    this.heardAtNanos = System.nanoTime();
    this.originator = surroundings.system().actorOf(OriginatorActor.props(this));
  }

  /** Sends a message to the originator. */
  void send(AtomicStoreMessage message) {
    if (!peer.send(message)) {
      ended();
    }
  }

  StreamValidations validations() {
    return validations;
  }

  StreamSurroundings surroundings() {
    return surroundings;
  }

  Hello hello() {
    return hello;
  }

  /** For how long nothing has come from the originator. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardAtNanos);
  }

  @Override
  public void onNext(AtomicStoreMessage message) {
    if (hasFailed) {
      return;
    }
    boolean isFirst = !hasBegun;
    hasBegun = true;
    if (hello.getHeartbeatIntervalMillis() > 0) {
      heardAtNanos = System.nanoTime();
    }
    switch (message.getTypeCase()) {
      case STORE_IF_VALID -> submit(message.getStoreIfValid());
      case VALIDATION_RESPONSE -> respond(message.getValidationResponse());
      case GET_PAST_EVENTS -> getPastEvents(message.getGetPastEvents());
      case HEARTBEAT -> {}
      case HELLO -> greet(message.getHello(), isFirst);
      default ->
          fail(
              Status.INVALID_ARGUMENT.withDescription(
                  "expected store_if_valid, validation_response, get_past_events, heartbeat or"
                      + " hello, found "
                      + message.getTypeCase()));
    }
  }

  private void greet(Hello newHello, boolean isFirst) {
    String fault =
        isFirst
            ? HelloRules.faultOf(newHello)
            : "expected hello before all other messages, found it behind one";
    String missing = HelloRules.missingAccess(newHello, access);
    if (fault != null) {
      fail(Status.INVALID_ARGUMENT.withDescription(fault));
      return;
    } else if (missing != null) {
      fail(Status.PERMISSION_DENIED.withDescription(missing));
      return;
    }
    hello = newHello;
    heardAtNanos = System.nanoTime();
    originator.tell(new OriginatorActor.Greeted(newHello), ActorRef.noSender());
    send(
        AtomicStoreMessage.newBuilder()
            .setWelcome(
                surroundings.welcome().toBuilder().setMessageBytesMax(peer.messageBytesMax()))
            .build());
  }

  private void submit(StoreIfValid message) {
    int open = openSubmissions.incrementAndGet();
    Result.Builder refusal = refusalOf(message, open);
    if (refusal != null) {
      end(refusal);
      return;
    }
    io.atomicstore.engine.StoreIfValid<Event> submission;
    try {
      submission = reader.submission(message, hello.getKeepsShownEvents());
    } catch (IllegalArgumentException e) {
      end(ResultWriter.refused(message.getScopeId(), message.getEventId(), e.getMessage()));
      return;
    }
    AccessDenied denied = access.denial(Verb.ORIGINATE, submission.event().scopeId());
    if (denied != null) {
      deny(message, denied);
    } else if (message.hasDelegated()) {
      surroundings.delegation().tell(new DelegationActor.Delegate(submission), originator);
    } else {
      surroundings.receptionist().tell(submission, originator);
    }
  }

  /** A token that is no good any more ends the stream; one that is good for less does not. */
  private void deny(StoreIfValid message, AccessDenied denied) {
    if (denied.kind().isAuthenticated()) {
      end(ResultWriter.refused(message.getScopeId(), message.getEventId(), denied.message()));
    } else {
      fail(Status.UNAUTHENTICATED.withDescription(denied.message()));
    }
  }

  /** What keeps the stream from taking a submission; null if nothing does. */
  private Result.@Nullable Builder refusalOf(StoreIfValid message, int open) {
    int openMax = surroundings.limits().openSubmissionsMax();
    if (isStopping) {
      return ResultWriter.unavailable(
          message.getScopeId(), message.getEventId(), "the node is stopping");
    } else if (open > openMax) {
      return ResultWriter.overloaded(
          message.getScopeId(),
          message.getEventId(),
          "this stream has " + openMax + " submissions without a result, and may have no more");
    }
    return null;
  }

  private void respond(ValidationResponse message) {
    if (endIfNotAdmitted()) {
      return;
    }
    try {
      ScopeId scopeId = new ScopeId(message.getScopeId());
      ValidationToken token = ConversationReader.token(message.getToken());
      var response =
          new io.atomicstore.engine.ValidationResponse<>(scopeId, token, reader.decision(message));
      ActorRef log = validations.answer(scopeId, token);
      if (log == null) {
        tooLate(message.getScopeId(), message.getToken());
      } else {
        log.tell(response, originator);
      }
    } catch (IllegalArgumentException e) {
      fail(Status.INVALID_ARGUMENT.withDescription("validation_response: " + e.getMessage()));
    }
  }

  /** A token that is no good any more ends the stream. */
  boolean endIfNotAdmitted() {
    AccessDenied ended = access.ended();
    if (ended != null) {
      fail(Status.UNAUTHENTICATED.withDescription(ended.message()));
    }
    return ended != null;
  }

  private void getPastEvents(GetPastEvents message) {
    try {
      ScopeId scopeId = new ScopeId(message.getScopeId());
      ValidationToken token = ConversationReader.token(message.getToken());
      var get =
          new io.atomicstore.engine.GetPastEvents(scopeId, token, message.getAfterSequenceNr());
      ActorRef log = validations.find(scopeId, token);
      if (log == null) {
        tooLate(message.getScopeId(), message.getToken());
      } else if (validations.startPage(scopeId, System.nanoTime())) {
        log.tell(get, originator);
      }
    } catch (IllegalArgumentException e) {
      fail(Status.INVALID_ARGUMENT.withDescription("get_past_events: " + e.getMessage()));
    }
  }

  /** Whoever was not asked, or has answered, or is late, is told so. */
  private void tooLate(String scopeId, String token) {
    send(ConversationWriter.tooLate(scopeId, token));
  }

  /** A submission has its result. */
  void end(Result.Builder result) {
    send(AtomicStoreMessage.newBuilder().setResult(result).build());
    if (openSubmissions.decrementAndGet() == 0) {
      completeIfDue();
    }
  }

  /** The originator submits nothing more: what is open is answered, and then the stream ends. */
  @Override
  public void onCompleted() {
    isHalfClosed = true;
    answerForTheSilent();
    completeIfDue();
  }

  /** An originator that has ended its half of the stream can't answer any more. */
  private void answerForTheSilent() {
    validations.answerAll(
        (response, log) -> log.tell(response, originator),
        Decision.failed(
            new ValidationFailedException("the originator ended the stream before it answered")));
  }

  /** A log asks the originator. */
  void ask(io.atomicstore.engine.ValidationRequest<Event> request, ActorRef log) {
    validations.add(request, log);
    if (isHalfClosed) {
      answerForTheSilent();
    } else {
      send(ConversationWriter.request(request));
    }
  }

  /** The node is about to stop: what is open is answered, and then the stream ends. */
  void stop() {
    isStopping = true;
    send(STOPPING);
    completeIfDue();
  }

  /** This stream is to validate a submission of others. */
  void delegationBegins() {
    openDelegations.incrementAndGet();
  }

  /** A submission of others has its result, and they are told. */
  void delegationEnds() {
    if (openDelegations.decrementAndGet() == 0) {
      completeIfDue();
    }
  }

  /** An originator that has ended its half of the stream validates nothing more for others. */
  private void completeIfDue() {
    boolean isWithoutDelegations = isHalfClosed || (isStopping && openDelegations.get() == 0);
    if (isWithoutDelegations && openSubmissions.get() == 0) {
      peer.complete();
      ended();
    }
  }

  /** The connection has broken, or the originator has given up the stream. */
  @Override
  public void onError(Throwable cause) {
    peer.gone();
    ended();
  }

  void fail(Status status) {
    hasFailed = true;
    peer.fail(status);
    ended();
  }

  private void ended() {
    surroundings.system().stop(originator);
    onEnd.accept(this);
  }
}
