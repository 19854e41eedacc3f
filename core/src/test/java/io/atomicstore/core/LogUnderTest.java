package io.atomicstore.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An {@link EventLog} with the surroundings a test needs: a clock, a journal whose writes become
 * durable when the test says so, and a memory of all that the log had done. Validation requests go
 * out at once, with all past events, and ids are looked up at once, unless the test holds them
 * back.
 */
final class LogUnderTest {

  static final String TIMEOUT_REASON = "the validation took too long";
  static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(5);
  static final LogLimits LIMITS = new LogLimits(5, 100, 5, 60, 2, 1_000, VALIDATION_TIMEOUT);

  private final TestJournal journal = new TestJournal();
  private final LogLimits limits;

  private EventLog<String, String, Long, String> rules;
  private EffectsOfLog effects = new EffectsOfLog();
  private int incarnation;
  private long nowNanos = 1_000;
  private boolean isHistorySlow;
  private boolean isLookUpSlow;

  private LogUnderTest(LogLimits limits) {
    this.limits = limits;
    this.rules = newRules();
  }

  static LogUnderTest opening() {
    return new LogUnderTest(LIMITS);
  }

  static LogUnderTest open() {
    return openWith(LIMITS);
  }

  static LogUnderTest openWith(LogLimits limits) {
    LogUnderTest log = new LogUnderTest(limits);
    log.opened();
    return log;
  }

  private EventLog<String, String, Long, String> newRules() {
    incarnation++;
    return new EventLog<>(limits, TIMEOUT_REASON, new SplittableRandom(incarnation));
  }

  void opened() {
    carryOut(rules.opened(nowNanos));
  }

  void submit(String event, String originator) {
    submit(TestSubmission.of(event).by(originator));
  }

  void submit(TestSubmission submission) {
    carryOut(rules.submit(submission.at(nowNanos), nowNanos));
  }

  void yes(String event) {
    respond(tokenOf(event), Decision.accept());
  }

  void yes(String event, long meta) {
    respond(tokenOf(event), Decision.accept().withMeta(meta));
  }

  void no(String event, String reason) {
    respond(tokenOf(event), Decision.reject(reason));
  }

  /** The events are submitted one by one, accepted, and become durable. */
  void store(String... events) {
    for (String event : events) {
      submit(event, "anna");
      yes(event);
      durable();
    }
  }

  void respond(ValidationToken token, Decision<String, Long> decision) {
    carryOut(rules.respond(token, decision, nowNanos));
  }

  void deadlinePassed(ValidationToken token) {
    carryOut(rules.deadlinePassed(token, nowNanos));
  }

  void originatorGone(String originator) {
    carryOut(rules.originatorGone(originator, nowNanos));
  }

  void query(String asker) {
    carryOut(rules.query(asker));
  }

  void queryAfter(long sequenceNr, String asker) {
    carryOut(rules.queryAfter(sequenceNr, asker));
  }

  void queryOverdue(String asker) {
    carryOut(rules.queryOverdue(asker));
  }

  void queryResult(String event, String asker) {
    carryOut(rules.queryResult(TestSubmission.idOf(event), asker));
  }

  void stop() {
    carryOut(rules.stop());
  }

  void writeFails() {
    carryOut(rules.failed("the disk is full"));
  }

  /** Everything that is being written becomes durable. */
  void durable() {
    durableUpTo(journal.events().size() + journal.eventsBeingWritten());
  }

  void durableUpTo(long sequenceNr) {
    journal.becomeDurable(sequenceNr);
    carryOut(rules.writeDurable(journal.prefix()));
  }

  /** The clock moves, and the deadlines that it reaches are reported. */
  void advance(Duration duration) {
    clockMoves(duration);
    for (Map.Entry<ValidationToken, Long> deadline : effects.deadlines().entrySet()) {
      if (deadline.getValue() <= nowNanos) {
        deadlinePassed(deadline.getKey());
      }
    }
  }

  /** The clock moves, and nobody tells the log. */
  void clockMoves(Duration duration) {
    nowNanos += duration.toNanos();
  }

  long nowNanos() {
    return nowNanos;
  }

  /** From here on the history takes time to load: no validation request goes out by itself. */
  void holdRequestsBack() {
    isHistorySlow = true;
  }

  /** The request goes out with all past events. */
  void requestSent(String event) {
    requestSent(event, Long.MAX_VALUE);
  }

  /** The request, or a further page, goes out with the past events up to that one. */
  void requestSent(String event, long upToSequenceNr) {
    long pastSequenceNr = askOf(event).past().sequenceNr();
    carryOut(
        rules.validationRequestSent(
            tokenOf(event), Math.min(upToSequenceNr, pastSequenceNr), nowNanos));
  }

  /** From here on it takes time to look an id up. */
  void holdLookUpsBack() {
    isLookUpSlow = true;
  }

  /** The journal answers whether it has the id of this event. */
  void lookedUp(String event) {
    lookedUp(TestSubmission.idOf(event));
  }

  /** The journal answers that it has this id. */
  void lookedUp(AcceptedId found) {
    carryOut(rules.lookedUp(found.eventId(), found, nowNanos));
  }

  private void lookedUp(EventId eventId) {
    carryOut(rules.lookedUp(eventId, journal.find(eventId), nowNanos));
  }

  /** The process dies and starts again; {@code survivors} of the writes under way were durable. */
  void crashAndRecover(int survivors) {
    crash(survivors);
    recoverFrom(LogSummary.EMPTY);
  }

  /** The process dies, and starts again from a summary of its first events. */
  void crashAndRecoverFrom(LogSummary summary) {
    crash(0);
    recoverFrom(summary);
  }

  private void recoverFrom(LogSummary summary) {
    rules.recovered(summary);
    journal.tell(rules, summary.prefix().sequenceNr());
    opened();
  }

  /** The process dies, and a new incarnation begins to open. */
  void crash(int survivors) {
    journal.crash(survivors);
    effects = new EffectsOfLog();
    rules = newRules();
  }

  private void carryOut(List<Effect<String, String, Long, String>> more) {
    effects.addAll(more);
    for (Effect<String, String, Long, String> effect : more) {
      if (effect instanceof Effect.Write<String, String, Long, String> write) {
        journal.write(write);
      } else if (effect instanceof Effect.AskForValidation<String, String, Long, String> ask
          && !isHistorySlow) {
        carryOut(rules.validationRequestSent(ask.token(), ask.past().sequenceNr(), nowNanos));
      } else if (effect instanceof Effect.LookUp<String, String, Long, String> lookUp
          && !isLookUpSlow) {
        lookedUp(lookUp.eventId());
      }
    }
  }

  EventLog<String, String, Long, String> rules() {
    return rules;
  }

  EffectsOfLog effects() {
    return effects;
  }

  /** The durable events, in order. */
  List<String> journal() {
    return journal.events();
  }

  /** The log as far as it is durable. */
  LogPrefix durablePrefix() {
    return journal.prefix();
  }

  /** The token of the latest validation request of this event in this incarnation. */
  ValidationToken tokenOf(String event) {
    return askOf(event).token();
  }

  private Effect.AskForValidation<String, String, Long, String> askOf(String event) {
    return effects.asks().stream()
        .filter(ask -> ask.submission().prospectiveEvent().event().equals(event))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("no validation was asked for '" + event + "'"));
  }

  /** After which event the past was shown under the latest validation request of this event. */
  long afterAsked(String event) {
    return askOf(event).afterSequenceNr();
  }

  /** The past under the latest validation request of this event. */
  LogPrefix pastAsked(String event) {
    return askOf(event).past();
  }

  /** The log that consists of these events, each submitted alone. */
  static LogPrefix prefixOf(String... events) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (String event : events) {
      prefix = prefix.followedBy(TestSubmission.idOf(event));
    }
    return prefix;
  }

  /** All validations asked for in this incarnation, in order, as "event after sequenceNr". */
  List<String> validationRequests() {
    return effects.asks().stream()
        .map(
            ask ->
                ask.submission().prospectiveEvent().event() + " after " + ask.past().sequenceNr())
        .toList();
  }

  /** Whether a response that names this token would count. */
  boolean isUnderValidation(String event) {
    return validationRequests().stream().anyMatch(request -> request.startsWith(event + " after "))
        && rules.isOutstanding(tokenOf(event));
  }

  boolean isAnswered(String event) {
    return !resultsOf(event).isEmpty();
  }

  /** What the originators of this event were told in this incarnation, in order. */
  List<Result<String, String, Long>> resultsOf(String event) {
    return effects.resultsOf(event, journal::metaAt);
  }

  Result<String, String, Long> resultOf(String event) {
    List<Result<String, String, Long>> results = resultsOf(event);
    if (results.size() != 1) {
      throw new AssertionError("expected one result of '" + event + "', found " + results);
    }
    return results.get(0);
  }

  /** The ids of these events, as the log looked them up in this incarnation, in order. */
  List<EventId> lookUps() {
    return effects.lookUps();
  }
}
