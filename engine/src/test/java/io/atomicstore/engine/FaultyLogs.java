package io.atomicstore.engine;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.Decision;
import io.atomicstore.core.Effect;
import io.atomicstore.core.EventId;
import io.atomicstore.core.EventLog;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.Submission;
import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.jspecify.annotations.Nullable;

/**
 * A receptionist with all its logs, each by the real rules of an {@link EventLog}, that shows short
 * pages, loses and repeats messages, and crashes. Events become durable some time after they were
 * accepted, or get lost in a crash.
 */
final class FaultyLogs extends AbstractActorWithTimers {

  /** Answered with all that is durable, by scope, once everything is. */
  record End() {}

  private record Tick() {}

  private static final int PAGE_EVENTS_MAX = 3;

  private static final LogLimits LIMITS =
      LogLimits.DEFAULT.withValidationTimeout(Duration.ofMillis(400)).withWaitingEventsMax(60);

  private final SplittableRandom random;
  private final int faultOneIn;
  private final Map<ScopeId, Log> logs = new HashMap<>();
  private boolean isFaulty = true;

  private FaultyLogs(long seed, int faultOneIn) {
    this.random = new SplittableRandom(seed);
    this.faultOneIn = faultOneIn;
  }

  /** One message in so many is lost; of the others some are repeated. */
  static Props props(long seed, int faultOneIn) {
    return Props.create(FaultyLogs.class, () -> new FaultyLogs(seed, faultOneIn));
  }

  @Override
  public void preStart() {
    getTimers().startTimerWithFixedDelay("tick", new Tick(), Duration.ofMillis(1));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(StoreIfValid.class, message -> onStoreIfValid((StoreIfValid<?>) message))
        .match(ValidationResponse.class, message -> onResponse((ValidationResponse<?, ?>) message))
        .match(GetPastEvents.class, this::onGetPastEvents)
        .match(Tick.class, tick -> onTick())
        .match(End.class, end -> onEnd())
        .build();
  }

  private Log log(ScopeId scopeId) {
    return logs.computeIfAbsent(scopeId, Log::new);
  }

  private static long now() {
    return System.nanoTime() >>> 1;
  }

  private boolean isFault() {
    return isFaulty && random.nextInt(faultOneIn) == 0;
  }

  private void onStoreIfValid(StoreIfValid<?> message) {
    if (!isFault()) {
      log(new ScopeId(((Note) message.event()).scope())).submit(message, getSender());
    }
  }

  @SuppressWarnings("unchecked") // Of notes, their reasons and what their validators pass on.
  private void onResponse(ValidationResponse<?, ?> response) {
    if (!isFault()) {
      Log log = log(response.scopeId());
      Decision<Reason, Object> decision = (Decision<Reason, Object>) response.decision();
      log.carryOut(log.rules.respond(response.token(), decision, now()));
    }
  }

  private void onGetPastEvents(GetPastEvents get) {
    if (!isFault()) {
      log(get.scopeId()).show(get, getSender());
    }
  }

  private void onTick() {
    for (Log log : logs.values()) {
      if (isFaulty && random.nextInt(faultOneIn) == 0) {
        log.crash();
      }
      log.becomeDurable(1 + random.nextInt(12));
      log.lookAtDeadline();
    }
  }

  private void onEnd() {
    isFaulty = false;
    Map<ScopeId, List<StoredEvent<Note>>> durable = new HashMap<>();
    for (Log log : logs.values()) {
      log.becomeDurable(Integer.MAX_VALUE);
      durable.put(log.scopeId, List.copyOf(log.events));
    }
    getSender().tell(durable, getSelf());
  }

  private void send(ActorRef originator, Object message) {
    if (!isFault()) {
      originator.tell(message, getSelf());
      if (!(message instanceof Result) && isFault()) {
        originator.tell(message, getSelf());
      }
    }
  }

  private static LogPrefix prefixOf(List<StoredEvent<Note>> events) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (StoredEvent<Note> event : events) {
      prefix = prefix.followedBy(event.eventId());
    }
    return prefix;
  }

  /** The log of one scope, over all its incarnations. */
  private final class Log {

    private final ScopeId scopeId;

    /** All events; the last of them may not be durable. */
    private final List<StoredEvent<Note>> events = new ArrayList<>();

    private final Map<EventId, Object> metas = new HashMap<>();
    private final Map<EventId, Long> fingerprints = new HashMap<>();
    private final List<Integer> ends = new ArrayList<>();
    private int durable;
    private EventLog<Note, Reason, Object, ActorRef> rules;
    private @Nullable ValidationToken deadlineOf;

    Log(ScopeId scopeId) {
      this.scopeId = scopeId;
      this.rules = new EventLog<>(LIMITS, Reason.TIMED_OUT, random.split());
      carryOut(rules.opened(now()));
    }

    @SuppressWarnings("unchecked") // Of notes, their reasons and what their validators pass on.
    void submit(StoreIfValid<?> message, ActorRef originator) {
      List<Note> notes = (List<Note>) message.events();
      Duration timeout = message.timeout();
      long deadline = timeout == null ? Long.MAX_VALUE : now() + timeout.toNanos();
      carryOut(
          rules.submit(
              new Submission<>(
                  new ProspectiveEvent<>(scopeId, message.eventId(), notes, message.sealsLog()),
                  (Judgement<Reason, Object>) message.judgement(),
                  notes.hashCode(),
                  100 * notes.size(),
                  originator,
                  now(),
                  deadline),
              now()));
    }

    void show(GetPastEvents get, ActorRef originator) {
      Effect.AskForValidation<Note, Reason, Object, ActorRef> asked =
          rules.validationOf(get.token());
      if (asked == null) {
        send(originator, new ResponseTooLate(scopeId, get.token()));
        return;
      }
      PastEvents<Note> page = page(get.afterSequenceNr(), asked.past().sequenceNr());
      send(originator, new PastEventsPage<>(scopeId, get.token(), page));
      carryOut(rules.validationRequestSent(get.token(), page.lastSequenceNr(), now()));
    }

    private PastEvents<Note> page(long after, long upTo) {
      int last = (int) Math.min(upTo, after + 1 + random.nextInt(PAGE_EVENTS_MAX));
      return new PastEvents<>(
          prefixOf(events.subList(0, (int) after)), List.copyOf(events.subList((int) after, last)));
    }

    void carryOut(List<Effect<Note, Reason, Object, ActorRef>> effects) {
      effects.forEach(this::carryOut);
    }

    private void carryOut(Effect<Note, Reason, Object, ActorRef> effect) {
      if (effect instanceof Effect.Answer<Note, Reason, Object, ActorRef> answer) {
        send(answer.submission().originator(), answer.result());
      } else if (effect instanceof Effect.AskForValidation<Note, Reason, Object, ActorRef> ask) {
        PastEvents<Note> page = page(ask.afterSequenceNr(), ask.past().sequenceNr());
        send(
            ask.submission().originator(),
            new ValidationRequest<>(
                ask.token(), ask.submission().prospectiveEvent(), page, ask.past()));
        carryOut(rules.validationRequestSent(ask.token(), page.lastSequenceNr(), now()));
      } else if (effect instanceof Effect.StartDeadline<Note, Reason, Object, ActorRef> start) {
        deadlineOf = start.token();
      } else if (effect instanceof Effect.Write<Note, Reason, Object, ActorRef> write) {
        write(write.submission(), write.meta());
      } else if (effect instanceof Effect.AnswerFromLog<Note, Reason, Object, ActorRef> answer) {
        ProspectiveEvent<Note> event = answer.submission().prospectiveEvent();
        send(
            answer.submission().originator(),
            new Result.Accepted<>(event, answer.sequenceNr(), metas.get(event.eventId()), true));
      } else if (effect instanceof Effect.LookUp<Note, Reason, Object, ActorRef> lookUp) {
        carryOut(rules.lookedUp(lookUp.eventId(), find(lookUp.eventId()), now()));
      }
    }

    private void write(
        Submission<Note, Reason, Object, ActorRef> submission, @Nullable Object meta) {
      ProspectiveEvent<Note> event = submission.prospectiveEvent();
      for (Note note : event.events()) {
        events.add(
            new StoredEvent<>(
                scopeId, events.size() + 1L, event.eventId(), Instant.EPOCH, note, false));
      }
      ends.add(events.size());
      fingerprints.put(event.eventId(), submission.fingerprint());
      if (meta != null) {
        metas.put(event.eventId(), meta);
      }
    }

    private @Nullable AcceptedId find(EventId eventId) {
      AcceptedId found = null;
      for (StoredEvent<Note> event : events.subList(0, durable)) {
        if (event.eventId().equals(eventId)) {
          found =
              new AcceptedId(
                  found == null ? event.sequenceNr() : found.sequenceNr(),
                  eventId,
                  fingerprints.getOrDefault(eventId, 0L),
                  found == null ? 1 : found.events() + 1);
        }
      }
      return found;
    }

    /** So many submissions more are durable. */
    void becomeDurable(int submissions) {
      for (int i = 0; i < submissions && !ends.isEmpty(); i++) {
        durable = ends.remove(0);
        carryOut(rules.writeDurable(prefixOf(events.subList(0, durable))));
      }
    }

    void lookAtDeadline() {
      if (deadlineOf != null && rules.isOutstanding(deadlineOf)) {
        carryOut(rules.deadlinePassed(deadlineOf, now()));
      }
    }

    /** Some of what is not durable is lost; now and then nobody is told. */
    void crash() {
      becomeDurable(random.nextInt(3));
      List<Effect<Note, Reason, Object, ActorRef>> answers = rules.failed("crashed");
      ends.clear();
      events.subList(durable, events.size()).clear();
      if (random.nextBoolean()) {
        carryOut(answers);
      }
      rules = new EventLog<>(LIMITS, Reason.TIMED_OUT, random.split());
      List<EventId> recovered = new ArrayList<>();
      for (StoredEvent<Note> event : events) {
        if (!recovered.contains(event.eventId())) {
          recovered.add(event.eventId());
          AcceptedId found = find(event.eventId());
          if (found != null) {
            rules.recovered(found, false);
          }
        }
      }
      carryOut(rules.opened(now()));
    }
  }
}
