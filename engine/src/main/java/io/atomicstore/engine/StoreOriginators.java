package io.atomicstore.engine;

import io.atomicstore.core.FoldValidator;
import io.atomicstore.originator.Conversations;
import io.atomicstore.originator.OpenConversations;
import io.atomicstore.originator.OriginatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;

/** The originators of one store in this process, which end with it. Each has an actor. */
final class StoreOriginators<E, R> {

  /** Beyond its own timeouts a submission gets this long to be written and answered. */
  static final Duration GRACE = Duration.ofSeconds(15);

  private final StoreParts<E, R> parts;
  private final AtomicInteger started = new AtomicInteger();
  private final List<ActorRef> actors = new CopyOnWriteArrayList<>();

  StoreOriginators(StoreParts<E, R> parts) {
    this.parts = parts;
  }

  <S, M> Originator<E, R, M> start(
      FoldValidator<S, E, R, M> validator, OriginatorSettings settings, SubmissionGate<E, R> gate) {
    if (settings.decidesAhead()) {
      FoldValidator<S, E, R, M> checking = parts.decisions().checking(validator);
      return Originator.ahead(gate, start(Conversations.Judging.ahead(checking), settings));
    }
    return Originator.whenAsked(
        gate, start(Conversations.Judging.whenAsked(validator), settings), validator);
  }

  <S> Conversations<S, E, R> start(
      Conversations.Judging<S, E, R> judging, OriginatorSettings settings) {
    StoreSettings<E, R> storeSettings = parts.settings();
    OpenConversations<S, E, R> open =
        new OpenConversations<>(
            storeSettings.timeoutReason(),
            parts.executor(),
            parts.system().dispatcher(),
            storeSettings.nanoClock());
    int nr = started.getAndIncrement();
    String name = storeSettings.name() + "-originator" + (nr == 0 ? "" : "-" + nr);
    ActorRef actor = parts.system().actorOf(OriginatorActor.props(open), name);
    actors.add(actor);
    return new Conversations<>(
        new Conversations.Surroundings<>(
            judging,
            parts.decisions()::sendable,
            open,
            new ReceptionistLine<>(parts.receptionist(), actor),
            new LoggedStateFaults()),
        settings,
        storeSettings.limits().validationTimeout().plus(GRACE));
  }

  /** The actors that are the originators; when one ends, all that is open at it is given up. */
  List<ActorRef> actors() {
    return actors;
  }
}
