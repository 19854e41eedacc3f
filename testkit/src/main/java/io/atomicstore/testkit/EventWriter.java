package io.atomicstore.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Status;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.journal.Tagged;

/**
 * Stores texts in one log, through a persistent actor of its own, and says when they are durable.
 */
public final class EventWriter {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorRef actor;

  private EventWriter(ActorRef actor) {
    this.actor = actor;
  }

  /** A writer of the log with this persistence id; there must be no other. */
  public static EventWriter of(ActorSystem system, String persistenceId) {
    return new EventWriter(
        system.actorOf(Props.create(Writer.class, () -> new Writer(persistenceId))));
  }

  /** Stores events, in order; completes when all of them are durable. */
  public CompletionStage<Done> store(String... events) {
    return ask(new Store(List.<Object>of((Object[]) events)));
  }

  /** Stores one event that carries tags. */
  public CompletionStage<Done> storeTagged(String event, String... tags) {
    return ask(new Store(List.of(new Tagged(event, Set.of(tags)))));
  }

  /** Stores events that can be found by their ids, in order. */
  public CompletionStage<Done> storeIdentified(IdentifiedText... events) {
    return ask(new Store(List.<Object>of((Object[]) events)));
  }

  /** Stores one event that can be found by its id and carries tags. */
  public CompletionStage<Done> storeIdentifiedAndTagged(IdentifiedText event, String... tags) {
    return ask(new Store(List.of(new Tagged(event, Set.of(tags)))));
  }

  /** Deletes the log's events up to and including a sequence number. */
  public CompletionStage<Done> deleteUpTo(long sequenceNr) {
    return ask(new Delete(sequenceNr));
  }

  private CompletionStage<Done> ask(Object message) {
    return Patterns.ask(actor, message, PATIENCE).thenApply(answer -> Done.getInstance());
  }

  private record Store(List<Object> events) {}

  private record Delete(long upTo) {}

  private static final class Writer extends AbstractPersistentActor {
    private final String persistenceId;
    private ActorRef deleter = ActorRef.noSender();

    private Writer(String persistenceId) {
      this.persistenceId = persistenceId;
    }

    @Override
    public String persistenceId() {
      return persistenceId;
    }

    @Override
    public Recovery recovery() {
      return Recovery.create(SnapshotSelectionCriteria.none());
    }

    @Override
    public Receive createReceiveRecover() {
      return receiveBuilder().matchAny(event -> {}).build();
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Store.class, this::onStore)
          .match(Delete.class, this::onDelete)
          .match(DeleteMessagesSuccess.class, success -> deleter.tell(Done.getInstance(), self()))
          .match(
              DeleteMessagesFailure.class,
              failure -> deleter.tell(new Status.Failure(failure.cause()), self()))
          .build();
    }

    private void onStore(Store store) {
      ActorRef asker = sender();
      persistAllAsync(store.events(), event -> {});
      deferAsync(store, stored -> asker.tell(Done.getInstance(), self()));
    }

    private void onDelete(Delete delete) {
      deleter = sender();
      deleteMessages(delete.upTo());
    }

    @Override
    public void onPersistFailure(Throwable cause, Object event, long sequenceNr) {
      context()
          .system()
          .log()
          .error(cause, "persistenceId={} sequenceNr={} not stored", persistenceId, sequenceNr);
    }
  }
}
