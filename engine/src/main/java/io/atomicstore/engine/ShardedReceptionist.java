package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * The receptionist of one node when the logs are spread over a cluster: passes messages on to the
 * shard region, which finds or opens the log on the node that owns it.
 */
final class ShardedReceptionist<E> extends AbstractActor {

  /** Asks another node's receptionist for the logs in memory there. */
  record GetLocalScopes() {}

  /** Finds the scope of a message for the shard region. */
  static final class Extractor<E> extends ShardRegion.HashCodeMessageExtractor {

    private final Scopes<E> scopes;

    Extractor(StoreSettings<E, ?> settings, int numberOfShards) {
      super(numberOfShards);
      this.scopes = new Scopes<>(settings);
    }

    @Override
    public @Nullable String entityId(Object message) {
      ScopeId scopeId = scopes.scopeOf(message);
      return scopeId == null ? null : scopeId.value();
    }

    @Override
    public Object entityMessage(Object message) {
      return Scopes.unwrap(message);
    }
  }

  private static final Duration SCOPES_TIMEOUT = Duration.ofSeconds(3);
  private static final String UNREAD_NAME = "unread";

  private final ActorRef region;
  private final Scopes<E> scopes;

  private ShardedReceptionist(ActorRef region, StoreSettings<E, ?> settings) {
    this.region = region;
    this.scopes = new Scopes<>(settings);
  }

  static <E> Props props(ActorRef region, StoreSettings<E, ?> settings) {
    return Props.create(
        ShardedReceptionist.class, () -> new ShardedReceptionist<>(region, settings));
  }

  @Override
  public void preStart() {
    getContext().actorOf(UnreadMessages.props(region.path(), scopes), UNREAD_NAME);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(StoreIfValid.class, this::onMessage)
        .match(ValidationResponse.class, this::onMessage)
        .match(GetPastEvents.class, this::onMessage)
        .match(Envelope.class, this::onMessage)
        .match(GetLiveLogScopes.class, message -> onGetLiveLogScopes())
        .match(GetLocalScopes.class, message -> onGetLocalScopes())
        .build();
  }

  private void onMessage(Object message) {
    try {
      if (scopes.scopeOf(message) == null) {
        unhandled(message);
        return;
      }
    } catch (RuntimeException e) {
      getSender().tell(new Status.Failure(e), getSelf());
      return;
    }
    region.forward(message, getContext());
  }

  private void onGetLocalScopes() {
    CompletionStage<LiveLogScopes> scopesHere =
        Patterns.ask(region, ShardRegion.getShardRegionStateInstance(), SCOPES_TIMEOUT)
            .thenApply(state -> liveScopes((ShardRegion.CurrentShardRegionState) state));
    Patterns.pipe(scopesHere, getContext().getDispatcher()).to(getSender());
  }

  private static LiveLogScopes liveScopes(ShardRegion.CurrentShardRegionState state) {
    Set<ScopeId> scopeIds = new HashSet<>();
    for (ShardRegion.ShardState shard : state.getShards()) {
      shard.getEntityIds().forEach(entityId -> scopeIds.add(new ScopeId(entityId)));
    }
    return new LiveLogScopes(scopeIds);
  }

  private void onGetLiveLogScopes() {
    List<CompletableFuture<Object>> answers = new ArrayList<>();
    for (Member member : Cluster.get(getContext().getSystem()).state().getMembers()) {
      if (member.status().equals(MemberStatus.up())) {
        answers.add(askForScopes(member).toCompletableFuture());
      }
    }
    CompletionStage<LiveLogScopes> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenApply(done -> union(answers));
    Patterns.pipe(all, getContext().getDispatcher()).to(getSender());
  }

  private CompletionStage<Object> askForScopes(Member member) {
    ActorSelection receptionist =
        getContext().actorSelection(getSelf().path().toStringWithAddress(member.address()));
    return Patterns.ask(receptionist, new GetLocalScopes(), SCOPES_TIMEOUT);
  }

  private static LiveLogScopes union(List<CompletableFuture<Object>> answers) {
    Set<ScopeId> scopeIds = new HashSet<>();
    for (CompletableFuture<Object> answer : answers) {
      scopeIds.addAll(((LiveLogScopes) answer.join()).scopeIds());
    }
    return new LiveLogScopes(scopeIds);
  }
}
