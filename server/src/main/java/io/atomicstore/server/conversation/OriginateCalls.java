package io.atomicstore.server.conversation;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.Welcome;
import io.atomicstore.server.security.Access;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/** The streams of the conversation that are open on a node. */
public final class OriginateCalls {

  private final StreamSurroundings surroundings;
  private final Set<OriginateCall> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isStopping;

  private OriginateCalls(StreamSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Those of a node, none of which has begun yet. */
  public static OriginateCalls start(
      ActorSystem system, ActorRef receptionist, ConversationSettings settings) {
    EdgeLimits limits = settings.limits();
    Welcome welcome =
        Welcome.newBuilder()
            .setServerVersion(settings.serverVersion())
            .setOpenSubmissionsMax(limits.openSubmissionsMax())
            .setSubmissionEventsMax(limits.submissionEventsMax())
            .setSubmissionBytesMax(limits.submissionBytesMax())
            .build();
    ActorRef delegation = system.actorOf(DelegationActor.props(settings), "delegation");
    return new OriginateCalls(
        new StreamSurroundings(system, receptionist, delegation, limits, welcome));
  }

  public EdgeLimits limits() {
    return surroundings.limits();
  }

  /**
   * A stream begins.
   *
   * @param access what its originator may do
   */
  public OriginateCall begin(Peer peer, Access access) {
    OriginateCall begun = new OriginateCall(surroundings, peer, access, open::remove);
    open.add(begun);
    if (isStopping) {
      begun.stop();
    }
    return begun;
  }

  /**
   * Submits events that whoever validates for others is to judge.
   *
   * @param patience how long to wait for the result, which is {@link Result.Unknown} then
   */
  public CompletionStage<Result<Event, String, Meta>> delegate(
      StoreIfValid<Event> submission, Duration patience) {
    ProspectiveEvent<Event> event =
        new ProspectiveEvent<>(
            submission.event().scopeId(),
            submission.eventId(),
            submission.events(),
            submission.sealsLog());
    if (isStopping) {
      return CompletableFuture.completedFuture(
          new Result.Unavailable<>(event, "the node is stopping"));
    }
    return Patterns.ask(
            surroundings.delegation(), new DelegationActor.Delegate(submission), patience)
        .handle((answer, failure) -> result(event, answer, failure));
  }

  @SuppressWarnings("unchecked") // The delegation answers with the result of what it was given.
  private static Result<Event, String, Meta> result(
      ProspectiveEvent<Event> event, @Nullable Object answer, @Nullable Throwable failure) {
    return answer instanceof Result<?, ?, ?> result
        ? (Result<Event, String, Meta>) result
        : new Result.Unknown<>(event, "no result came: " + failure);
  }

  /**
   * Takes no more submissions: each stream ends when what it has open is answered, and new streams
   * at once. Once is enough, more does no harm.
   */
  public synchronized void stop() {
    if (!isStopping) {
      isStopping = true;
      open.forEach(OriginateCall::stop);
    }
  }

  /** Ends all streams that have not ended. Their originators find out by submitting again. */
  public void cutOff() {
    Status stopped = Status.UNAVAILABLE.withDescription("the node has stopped");
    open.forEach(call -> call.fail(stopped));
  }

  public int size() {
    return open.size();
  }
}
