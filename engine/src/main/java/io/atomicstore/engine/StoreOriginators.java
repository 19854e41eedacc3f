package io.atomicstore.engine;

import io.atomicstore.core.FoldValidator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;

/** The originators of one store in this process, which end with it. */
final class StoreOriginators<E, R> {

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
    int nr = started.getAndIncrement();
    String name = parts.settings().name() + "-originator" + (nr == 0 ? "" : "-" + nr);
    Conversations<S, E, R> conversations = Conversations.start(parts, name, judging, settings);
    actors.add(conversations.actor());
    return conversations;
  }

  List<ActorRef> actors() {
    return actors;
  }
}
