package io.atomicstore.client;

import io.atomicstore.core.AcceptedId;
import io.atomicstore.core.Decision;
import io.atomicstore.core.Effect;
import io.atomicstore.core.EventId;
import io.atomicstore.core.EventLog;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.Submission;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.StoreIfValid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one scope of the test's server, over all its incarnations: the real rules, in memory.
 * Owned by the server's one thread.
 */
final class TestLog {

  /** What a log needs of the server. */
  interface Surroundings {

    LogLimits limits();

    SplittableRandom random();

    long nowNanos();

    void later(Duration delay, Runnable task);

    /** Has {@code durable} run once what was written is durable. */
    void write(Runnable durable);

    /** An event is durable. */
    void durable(StoredEvent<TestEvent> event);

    /** Who validates for others in this scope; null if nobody does. */
    @Nullable TestPeer validator(ScopeId scopeId);
  }

  private final ScopeId scopeId;
  private final Surroundings surroundings;

  /** All events; the last of them may not be durable. */
  private final List<StoredEvent<TestEvent>> events = new ArrayList<>();

  private final Map<EventId, Long> fingerprints = new HashMap<>();
  private final Map<EventId, Meta> metas = new HashMap<>();
  private final List<Consumer<StoredEvent<TestEvent>>> readers = new ArrayList<>();
  private final Map<TestPeer, Long> shown = new HashMap<>();
  private int durable;
  private int incarnation;
  private EventLog<TestEvent, String, Meta, TestPeer> rules;

  TestLog(ScopeId scopeId, Surroundings surroundings) {
    this.scopeId = scopeId;
    this.surroundings = surroundings;
    this.rules = newRules();
  }

  private EventLog<TestEvent, String, Meta, TestPeer> newRules() {
    return new EventLog<>(surroundings.limits(), "timed out", surroundings.random().split());
  }

  void open() {
    carryOut(rules.opened(surroundings.nowNanos()));
  }

  void submit(StoreIfValid message, TestPeer originator) {
    List<TestEvent> submitted = TestMessages.events(message);
    long now = surroundings.nowNanos();
    long timeoutMillis = message.getTimeoutMillis();
    carryOut(
        rules.submit(
            new Submission<>(
                new ProspectiveEvent<>(
                    scopeId, EventId.parse(message.getEventId()), submitted, message.getSealsLog()),
                TestMessages.judgement(message),
                submitted.hashCode(),
                submitted.stream().mapToInt(event -> event.bytes().size()).sum(),
                message.hasDelegated() ? originator.delegating() : originator,
                now,
                timeoutMillis == 0
                    ? Long.MAX_VALUE
                    : now + Duration.ofMillis(timeoutMillis).toNanos()),
            now));
  }

  void respond(ValidationToken token, Decision<String, Meta> decision) {
    carryOut(rules.respond(token, decision, surroundings.nowNanos()));
  }

  boolean isOutstanding(ValidationToken token) {
    return rules.isOutstanding(token);
  }

  void show(ValidationToken token, long after, TestPeer validator) {
    var asked = rules.validationOf(token);
    if (asked != null) {
      List<StoredEvent<TestEvent>> page = page(after, asked.past().sequenceNr());
      validator.send(TestMessages.page(scopeId, token, prefix(after), page));
      sent(token, after + page.size());
    }
  }

  private void sent(ValidationToken token, long upTo) {
    carryOut(rules.validationRequestSent(token, upTo, surroundings.nowNanos()));
  }

  void gone(TestPeer originator) {
    shown.remove(originator);
    carryOut(rules.originatorGone(originator, surroundings.nowNanos()));
    carryOut(rules.originatorGone(originator.delegating(), surroundings.nowNanos()));
  }

  /** Shows every durable event behind that one, and each new one. */
  void read(long after, Consumer<StoredEvent<TestEvent>> reader) {
    events.subList((int) Math.min(after, durable), durable).forEach(reader);
    readers.add(reader);
  }

  List<StoredEvent<TestEvent>> durableEvents() {
    return List.copyOf(events.subList(0, durable));
  }

  /** What is known of a submission, if it is durable. */
  @Nullable RecordedResult<String, Meta> accepted(EventId eventId) {
    AcceptedId found = find(eventId);
    return found == null
        ? null
        : new RecordedResult.Accepted<>(found.sequenceNr(), found.events(), metas.get(eventId));
  }

  /** The process ends: what is not durable is lost, and nobody is told. */
  void crash() {
    incarnation++;
    events.subList(durable, events.size()).clear();
    readers.clear();
    shown.clear();
    rules = newRules();
    EventId last = null;
    for (StoredEvent<TestEvent> event : events) {
      AcceptedId found = event.eventId().equals(last) ? null : find(event.eventId());
      last = event.eventId();
      if (found != null) {
        rules.recovered(found, isSealed() && found.lastSequenceNr() == durable);
      }
    }
  }

  /** A write fails: the log answers everybody, and starts anew. */
  void fail() {
    List<Effect<TestEvent, String, Meta, TestPeer>> answers = rules.failed("the disk is broken");
    List<Consumer<StoredEvent<TestEvent>>> kept = List.copyOf(readers);
    carryOut(answers);
    crash();
    readers.addAll(kept);
    open();
  }

  private boolean isSealed() {
    return durable > 0 && events.get(durable - 1).sealsLog();
  }

  private LogPrefix prefix(long sequenceNr) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (StoredEvent<TestEvent> event : events.subList(0, (int) sequenceNr)) {
      prefix = prefix.followedBy(event.eventId());
    }
    return prefix;
  }

  private List<StoredEvent<TestEvent>> page(long after, long upTo) {
    int last = (int) Math.min(upTo, after + TestMessages.PAGE_EVENTS_MAX);
    return List.copyOf(events.subList((int) Math.min(after, last), last));
  }

  private void carryOut(List<Effect<TestEvent, String, Meta, TestPeer>> effects) {
    effects.forEach(this::carryOut);
  }

  private void carryOut(Effect<TestEvent, String, Meta, TestPeer> effect) {
    if (effect instanceof Effect.Answer<TestEvent, String, Meta, TestPeer> answer) {
      answer(answer.submission(), answer.result());
    } else if (effect instanceof Effect.AskForValidation<TestEvent, String, Meta, TestPeer> ask) {
      ask(ask);
    } else if (effect instanceof Effect.StartDeadline<TestEvent, String, Meta, TestPeer> start) {
      EventLog<TestEvent, String, Meta, TestPeer> of = rules;
      surroundings.later(
          Duration.ofNanos(start.atNanos() - surroundings.nowNanos()),
          () -> {
            if (of == rules) {
              carryOut(rules.deadlinePassed(start.token(), surroundings.nowNanos()));
            }
          });
    } else if (effect instanceof Effect.Write<TestEvent, String, Meta, TestPeer> write) {
      write(write.submission(), write.meta());
    } else if (effect instanceof Effect.AnswerFromLog<TestEvent, String, Meta, TestPeer> answer) {
      ProspectiveEvent<TestEvent> event = answer.submission().prospectiveEvent();
      answer(
          answer.submission(),
          new Result.Accepted<>(event, answer.sequenceNr(), metas.get(event.eventId()), true));
    } else if (effect instanceof Effect.LookUp<TestEvent, String, Meta, TestPeer> lookUp) {
      carryOut(rules.lookedUp(lookUp.eventId(), find(lookUp.eventId()), surroundings.nowNanos()));
    } else if (effect instanceof Effect.TellTooLate<TestEvent, String, Meta, TestPeer>) {
      // Whoever responds looks at isOutstanding before.
      return;
    }
  }

  private void answer(
      Submission<TestEvent, String, Meta, TestPeer> submission,
      Result<TestEvent, String, Meta> result) {
    submission.originator().send(TestMessages.result(result));
  }

  private void ask(Effect.AskForValidation<TestEvent, String, Meta, TestPeer> ask) {
    TestPeer originator = ask.submission().originator();
    TestPeer asked = originator.isDelegating() ? surroundings.validator(scopeId) : originator;
    if (asked == null) {
      sent(ask.token(), ask.past().sequenceNr());
      return;
    }
    long known = Math.max(ask.afterSequenceNr(), shown.getOrDefault(asked, 0L));
    long after =
        asked.keepsShownEvents() ? Math.min(known, ask.past().sequenceNr()) : ask.afterSequenceNr();
    List<StoredEvent<TestEvent>> page = page(after, ask.past().sequenceNr());
    shown.put(asked, after + page.size());
    asked.send(TestMessages.request(ask, prefix(after), page));
    sent(ask.token(), after + page.size());
  }

  private void write(
      Submission<TestEvent, String, Meta, TestPeer> submission, @Nullable Meta meta) {
    ProspectiveEvent<TestEvent> event = submission.prospectiveEvent();
    for (int i = 0; i < event.events().size(); i++) {
      boolean isLast = i == event.events().size() - 1;
      events.add(
          new StoredEvent<>(
              scopeId,
              events.size() + 1L,
              event.eventId(),
              Instant.EPOCH,
              event.events().get(i),
              isLast && event.sealsLog()));
    }
    fingerprints.put(event.eventId(), submission.fingerprint());
    if (meta != null) {
      metas.put(event.eventId(), meta);
    }
    int end = events.size();
    int writing = incarnation;
    surroundings.write(
        () -> {
          if (writing == incarnation) {
            becomeDurable(end);
          }
        });
  }

  private void becomeDurable(int end) {
    List<StoredEvent<TestEvent>> fresh = List.copyOf(events.subList(durable, end));
    durable = end;
    carryOut(rules.writeDurable(prefix(end)));
    fresh.forEach(surroundings::durable);
    readers.forEach(fresh::forEach);
  }

  private @Nullable AcceptedId find(EventId eventId) {
    AcceptedId found = null;
    for (StoredEvent<TestEvent> event : events.subList(0, durable)) {
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
}
