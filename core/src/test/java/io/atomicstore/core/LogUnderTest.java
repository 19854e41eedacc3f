package io.atomicstore.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EventLog} with the surroundings a test needs: a clock, a journal whose writes become
 * durable when the test says so, and a memory of all that the log had done. Validation requests go
 * out at once, unless the test holds them back.
 */
final class LogUnderTest {

  static final String TIMEOUT_REASON = "the validation took too long";
  static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(5);
  static final LogLimits LIMITS = new LogLimits(5, 100, 60, 2, VALIDATION_TIMEOUT);

  private record Written(AcceptedId id, String event, @Nullable Long meta) {}

  private final List<Written> durable = new ArrayList<>();
  private final List<Written> beingWritten = new ArrayList<>();
  private final LogLimits limits;

  private EventLog<String, String, Long, String> rules;
  private EffectsOfLog effects = new EffectsOfLog();
  private int incarnation;
  private long nowNanos = 1_000;
  private boolean isHistorySlow;

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

  void stop() {
    carryOut(rules.stop());
  }

  void writeFails() {
    carryOut(rules.failed("the disk is full"));
  }

  /** Everything that is being written becomes durable. */
  void durable() {
    durableUpTo(durable.size() + beingWritten.size());
  }

  void durableUpTo(long sequenceNr) {
    while (durable.size() < sequenceNr) {
      durable.add(beingWritten.remove(0));
    }
    carryOut(rules.writeDurable(sequenceNr));
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

  void requestSent(String event) {
    carryOut(rules.validationRequestSent(tokenOf(event), nowNanos));
  }

  /** The process dies and starts again; {@code survivors} of the writes under way were durable. */
  void crashAndRecover(int survivors) {
    crash(survivors);
    durable.forEach(written -> rules.recovered(written.id()));
    opened();
  }

  /** The process dies, and a new incarnation begins to open. */
  void crash(int survivors) {
    durable.addAll(beingWritten.subList(0, survivors));
    beingWritten.clear();
    effects = new EffectsOfLog();
    rules = newRules();
  }

  private void carryOut(List<Effect<String, String, Long, String>> more) {
    effects.addAll(more);
    for (Effect<String, String, Long, String> effect : more) {
      if (effect instanceof Effect.Write<String, String, Long, String> write) {
        write(write);
      } else if (effect instanceof Effect.AskForValidation<String, String, Long, String> ask
          && !isHistorySlow) {
        carryOut(rules.validationRequestSent(ask.token(), nowNanos));
      }
    }
  }

  private void write(Effect.Write<String, String, Long, String> write) {
    ProspectiveEvent<String> event = write.submission().prospectiveEvent();
    AcceptedId id =
        new AcceptedId(write.sequenceNr(), event.eventId(), write.submission().fingerprint());
    beingWritten.add(new Written(id, event.event(), write.meta()));
  }

  EventLog<String, String, Long, String> rules() {
    return rules;
  }

  EffectsOfLog effects() {
    return effects;
  }

  /** The durable events, in order. */
  List<String> journal() {
    return durable.stream().map(Written::event).toList();
  }

  /** The token of the latest validation request of this event in this incarnation. */
  ValidationToken tokenOf(String event) {
    return effects.asks().stream()
        .filter(ask -> ask.submission().prospectiveEvent().event().equals(event))
        .map(Effect.AskForValidation::token)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("no validation was asked for '" + event + "'"));
  }

  /** All validations asked for in this incarnation, in order, as "event after sequenceNr". */
  List<String> validationRequests() {
    return effects.asks().stream()
        .map(ask -> ask.submission().prospectiveEvent().event() + " after " + ask.pastSequenceNr())
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
    return effects.resultsOf(
        event, sequenceNr -> durable.get(Math.toIntExact(sequenceNr) - 1).meta());
  }

  Result<String, String, Long> resultOf(String event) {
    List<Result<String, String, Long>> results = resultsOf(event);
    if (results.size() != 1) {
      throw new AssertionError("expected one result of '" + event + "', found " + results);
    }
    return results.get(0);
  }
}
