package io.atomicstore.benchmarks;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.engine.ValidationRequest;
import io.atomicstore.engine.ValidationResponse;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.jspecify.annotations.Nullable;

/**
 * What the store is measured against: an actor that holds the conversation, one validation at a
 * time, and calls {@code persistAsync}; no deadlines, no event ids, no bounds, no history.
 */
final class BareLog extends AbstractPersistentActor {

  private record Waiting(StoreIfValid<LoadEvent> submission, ActorRef originator) {}

  private static final ValidationToken TOKEN = new ValidationToken(1, 1);

  private static final PastEvents<LoadEvent> NO_EVENTS =
      new PastEvents<>(LogPrefix.EMPTY, List.of());

  private final String persistenceId;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private @Nullable Waiting considered;
  private long sequenceNr;

  private BareLog(String persistenceId) {
    this.persistenceId = persistenceId;
  }

  static Props props(String persistenceId) {
    return Props.create(BareLog.class, () -> new BareLog(persistenceId));
  }

  @Override
  public String persistenceId() {
    return persistenceId;
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder().build();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(StoreIfValid.class, this::onStoreIfValid)
        .match(ValidationResponse.class, response -> onResponse())
        .build();
  }

  @SuppressWarnings("unchecked")
  private void onStoreIfValid(StoreIfValid<?> submission) {
    queue.add(new Waiting((StoreIfValid<LoadEvent>) submission, getSender()));
    if (considered == null) {
      considerNext();
    }
  }

  private void considerNext() {
    Waiting next = queue.poll();
    considered = next;
    if (next != null) {
      next.originator()
          .tell(
              new ValidationRequest<>(TOKEN, prospective(next), NO_EVENTS, LogPrefix.EMPTY),
              getSelf());
    }
  }

  private static ProspectiveEvent<LoadEvent> prospective(Waiting waiting) {
    LoadEvent event = waiting.submission().event();
    EventId eventId = waiting.submission().eventId();
    return ProspectiveEvent.of(event.scopeId(), eventId, event);
  }

  private void onResponse() {
    Waiting accepted = java.util.Objects.requireNonNull(considered);
    long acceptedNr = ++sequenceNr;
    persistAsync(
        accepted.submission().event(),
        event ->
            accepted
                .originator()
                .tell(
                    new Result.Accepted<>(prospective(accepted), acceptedNr, null, false),
                    getSelf()));
    considerNext();
  }
}
