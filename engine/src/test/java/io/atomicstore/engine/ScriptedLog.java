package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * A receptionist with one log of notes {@code 1, 2, 3, …} that answers queries with pages of a few
 * events, or with what a test has scripted for the next query. A query that would wait is held
 * until there is something to show.
 */
final class ScriptedLog {

  static final ScopeId SCOPE = new ScopeId("lot");

  private record Append(int events) {}

  private record Seal() {}

  private final BlockingQueue<QueryEvents> asked = new LinkedBlockingQueue<>();
  private final Queue<Function<QueryEvents, Object>> scripted = new ArrayDeque<>();
  private final ActorRef ref;

  ScriptedLog(ActorSystem system, int events, int pageEvents) {
    this.ref =
        system.actorOf(Props.create(LogActor.class, () -> new LogActor(this, events, pageEvents)));
  }

  ActorRef ref() {
    return ref;
  }

  /** What the next query that has no answer scripted is answered with. */
  synchronized ScriptedLog answersNext(Object answer) {
    return answersNext(query -> answer);
  }

  synchronized ScriptedLog answersNext(Function<QueryEvents, Object> answer) {
    scripted.add(answer);
    return this;
  }

  private synchronized @Nullable Function<QueryEvents, Object> nextScripted() {
    return scripted.poll();
  }

  void append(int events) {
    ref.tell(new Append(events), ActorRef.noSender());
  }

  void seal() {
    ref.tell(new Seal(), ActorRef.noSender());
  }

  /** Ends the log; returns once questions to it go to nobody. */
  void stop() {
    StoreUnderTest.await(Patterns.gracefulStop(ref, StoreUnderTest.PATIENCE));
  }

  /** How many queries came. */
  int queries() {
    return asked.size();
  }

  List<QueryEvents> asked() {
    return new ArrayList<>(asked);
  }

  static QueriedEvents<Note> answer(long durable, boolean isSealed, long... sequenceNrs) {
    List<StoredEvent<Note>> events = new ArrayList<>();
    for (long sequenceNr : sequenceNrs) {
      events.add(event(sequenceNr));
    }
    return new QueriedEvents<>(SCOPE, events, durable, isSealed);
  }

  private static StoredEvent<Note> event(long sequenceNr) {
    return new StoredEvent<>(
        SCOPE,
        sequenceNr,
        new EventId(new UUID(1, sequenceNr)),
        Instant.EPOCH,
        Note.of("lot", String.valueOf(sequenceNr)),
        false);
  }

  private static final class LogActor extends AbstractActor {

    private record Held(QueryEvents query, ActorRef asker) {}

    private final ScriptedLog script;
    private final int pageEvents;
    private final List<Held> held = new ArrayList<>();
    private int events;
    private boolean isSealed;

    LogActor(ScriptedLog script, int events, int pageEvents) {
      this.script = script;
      this.events = events;
      this.pageEvents = pageEvents;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Envelope.class, envelope -> onQuery((QueryEvents) envelope.message()))
          .match(
              Append.class,
              append -> {
                events += append.events();
                answerHeld();
              })
          .match(
              Seal.class,
              seal -> {
                isSealed = true;
                answerHeld();
              })
          .build();
    }

    private void onQuery(QueryEvents query) {
      script.asked.add(query);
      Function<QueryEvents, Object> answer = script.nextScripted();
      if (answer != null) {
        getSender().tell(answer.apply(query), getSelf());
      } else if (query.patience().isZero() || query.fromSequenceNr() <= events || isSealed) {
        answer(query, getSender());
      } else {
        held.add(new Held(query, getSender()));
      }
    }

    private void answerHeld() {
      held.forEach(one -> answer(one.query(), one.asker()));
      held.clear();
    }

    private void answer(QueryEvents query, ActorRef asker) {
      List<StoredEvent<Note>> page = new ArrayList<>();
      int step = query.order() == EventRange.Order.FORWARDS ? 1 : -1;
      long next = step == 1 ? query.fromSequenceNr() : Math.min(query.fromSequenceNr(), events);
      while (next >= 1 && next <= events && page.size() < Math.min(pageEvents, query.eventsMax())) {
        page.add(event(next));
        next += step;
      }
      asker.tell(new QueriedEvents<>(SCOPE, page, events, isSealed), getSelf());
    }
  }
}
