package io.atomicstore.core;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a log: its clock, its journal, its originators, its crashes. It makes an
 * input of every step, whatever the step finds.
 */
final class History {

  private static final List<String> ORIGINATORS = List.of("anna", "boris", "carla", "dora");

  private final LogLimits limits;
  private final HistoryStatistics statistics;
  private final @Nullable StringBuilder trace;
  private final Invariants invariants;

  private final List<Tracked> submissions = new ArrayList<>();
  private final IssuedTokens tokens = new IssuedTokens();
  private final NaiveJournal journal;

  private LogPair log;
  private int incarnation;
  private int eventIds;
  private long nowNanos = 1_000;
  private boolean isOpen;

  private History(LogLimits limits, HistoryStatistics statistics, @Nullable StringBuilder trace) {
    this.limits = limits;
    this.statistics = statistics;
    this.trace = trace;
    this.invariants = new Invariants(limits);
    this.journal = new NaiveJournal(statistics);
    this.log = newLog();
  }

  private LogPair newLog() {
    incarnation++;
    return new LogPair(
        limits, journal.stored, new SplittableRandom(incarnation), invariants, statistics, trace);
  }

  /** Plays a history; if a rule is broken, tells which inputs led there and what the log did. */
  static void play(LogLimits limits, List<Step> steps, HistoryStatistics statistics) {
    statistics.historyBegan();
    try {
      new History(limits, statistics, null).play(steps);
      statistics.historyFinished();
    } catch (AssertionError | RuntimeException e) {
      StringBuilder trace = new StringBuilder();
      try {
        new History(limits, new HistoryStatistics(), trace).play(steps);
      } catch (AssertionError | RuntimeException again) {
        throw new AssertionError(again.getMessage() + "\nwith " + limits + trace, e);
      }
      throw new AssertionError("a history broke a rule, but not when played again", e);
    }
  }

  private void play(List<Step> steps) {
    for (Step step : steps) {
      take(step);
      noteEffects();
      if (invariants.isStopped()) {
        if (step.kind() != Step.Kind.WRITE_FAILS && !journal.beingWritten.isEmpty()) {
          fail("a log stopped in good order while it was writing " + journal.beingWritten);
        }
        beginAgain(step);
      }
    }
    Invariants.checkStored(journal.stored);
  }

  private void noteEffects() {
    journal.beingWritten.addAll(log.takeWrites());
    tokens.note(log.outstanding());
  }

  private void take(Step step) {
    statistics.count(step.kind());
    switch (step.kind()) {
      case SUBMIT -> submit(step);
      case SUBMIT_AGAIN -> submitAgain(step);
      case SEND_REQUEST -> sendRequest(step);
      case YES ->
          respond(
              step,
              step.second(2) == 0
                  ? Decision.accept()
                  : Decision.accept().withMeta((long) step.second()));
      case NO ->
          respond(
              step,
              step.second(2) == 0
                  ? Decision.reject("too low")
                  : Decision.reject("too low").withMeta((long) step.second()));
      case STALE_RESPONSE -> respondStale(step);
      case MOVE_CLOCK -> nowNanos += step.first(150);
      case DEADLINE -> deadline(step);
      case ORIGINATOR_GONE -> originatorGone(originator(step));
      case QUERY -> log.query(originator(step), nowNanos);
      case BECOME_DURABLE -> becomeDurable(step);
      case DURABLE_AGAIN -> log.becameDurable(isOpen ? step.first(durable() + 1) : 0, nowNanos);
      case WRITE_FAILS -> writeFails();
      case CRASH -> beginAgain(step);
      case STOP -> stop();
      case OPEN -> openOrSubmit(step);
    }
  }

  private static String originator(Step step) {
    return ORIGINATORS.get(step.first(ORIGINATORS.size()));
  }

  private int durable() {
    return journal.stored.size();
  }

  private void submit(Step step) {
    eventIds++;
    submit(step, eventIds, 0);
  }

  private void submit(Step step, int eventId, int bytes) {
    int variety = step.second();
    long deadlineNanos = variety % 3 == 2 ? nowNanos + variety % 120 : Long.MAX_VALUE;
    int sizeBytes =
        variety % 41 == 40 ? limits.eventBytesMax() + 1 : variety % limits.eventBytesMax();
    Tracked event =
        new Tracked(
            submissions.size() + 1,
            eventId,
            bytes,
            originator(step),
            sizeBytes,
            nowNanos,
            deadlineNanos);
    event.incarnation = incarnation;
    submissions.add(event);
    if (!isOpen) {
      statistics.count(Situation.SUBMITTED_WHILE_THE_LOG_OPENS);
    }
    log.submit(event, nowNanos);
  }

  private void submitAgain(Step step) {
    if (submissions.isEmpty()) {
      submit(step);
      return;
    }
    int latest = step.second(5) == 0 ? submissions.size() : Math.min(8, submissions.size());
    Tracked original = submissions.get(submissions.size() - 1 - step.first(latest));
    boolean isSameEvent = step.second(4) != 0;
    Situation situation =
        Situation.ofRepetition(
            original, isSameEvent, incarnation, journal.stored.contains(original));
    if (situation != null) {
      statistics.count(situation);
    }
    submit(step, original.id, isSameEvent ? original.bytes : original.bytes + 1);
  }

  private void openOrSubmit(Step step) {
    if (isOpen) {
      submit(step);
    } else {
      isOpen = true;
      log.opened(nowNanos);
    }
  }

  private void sendRequest(Step step) {
    ValidationToken token = log.outstanding();
    if (token == null) {
      openOrSubmit(step);
    } else {
      if (!log.isRequestSent() && nowNanos > log.askedAtNanos()) {
        statistics.count(Situation.REQUEST_SENT_LATE);
      }
      if (log.isRequestSent()) {
        statistics.count(Situation.REQUEST_REPORTED_AS_SENT_AGAIN);
      }
      log.requestSent(token, nowNanos);
    }
  }

  private void respond(Step step, Decision<String, Long> decision) {
    ValidationToken token = log.outstanding();
    if (token == null) {
      if (step.first(4) == 0) {
        openOrSubmit(step);
      } else {
        submit(step);
      }
    } else if (!log.isRequestSent()) {
      log.requestSent(token, nowNanos);
    } else {
      statistics.count(
          nowNanos < log.deadlineNanos()
              ? Situation.RESPONSE_IN_TIME
              : Situation.RESPONSE_AFTER_A_DEADLINE_NOBODY_REPORTED);
      log.respond(token, decision, nowNanos);
    }
  }

  private void respondStale(Step step) {
    Decision<String, Long> decision =
        step.second(3) == 0 ? Decision.reject("too low") : Decision.accept();
    ValidationToken token = tokens.stale(step, log.outstanding());
    statistics.count(tokens.situationOf(token));
    log.respond(token, decision, nowNanos);
  }

  private void deadline(Step step) {
    ValidationToken token = log.outstanding();
    if (token == null || !log.isRequestSent() || step.first(6) == 0) {
      log.deadlinePassed(tokens.stale(step, log.outstanding()), nowNanos);
      return;
    }
    switch (step.first(6)) {
      case 1 -> nowNanos = Math.max(nowNanos, log.deadlineNanos());
      case 2 -> {
        nowNanos = Math.max(nowNanos, log.deadlineNanos() - 1);
        log.deadlinePassed(token, nowNanos);
      }
      case 3 -> log.deadlinePassed(token, nowNanos);
      default -> {
        nowNanos = Math.max(nowNanos, log.deadlineNanos() + step.second(3));
        log.deadlinePassed(token, nowNanos);
      }
    }
  }

  private void originatorGone(String originator) {
    for (Tracked event : submissions) {
      if (event.incarnation == incarnation && event.originator.equals(originator)) {
        if (event.place == Tracked.Place.WAITING) {
          statistics.count(Situation.ORIGINATOR_GONE_WITH_SUBMISSIONS_WAITING);
        } else if (event.place == Tracked.Place.UNDER_VALIDATION) {
          statistics.count(Situation.ORIGINATOR_GONE_DURING_ITS_VALIDATION);
        }
      }
    }
    log.originatorGone(originator, nowNanos);
  }

  private void becomeDurable(Step step) {
    if (journal.beingWritten.isEmpty()) {
      openOrSubmit(step);
      return;
    }
    int count =
        step.second(2) == 0
            ? journal.beingWritten.size()
            : 1 + step.first(journal.beingWritten.size());
    journal.becomeDurable(count);
    log.becameDurable(durable(), nowNanos);
  }

  private void writeFails() {
    if (!journal.beingWritten.isEmpty()) {
      statistics.count(Situation.FAILED_WITH_WRITES_UNDER_WAY);
    }
    if (!isOpen) {
      statistics.count(Situation.FAILED_WHILE_THE_LOG_OPENS);
    }
    log.failed(nowNanos);
  }

  private void stop() {
    statistics.count(
        !isOpen
            ? Situation.STOPPED_WHILE_THE_LOG_OPENS
            : log.outstanding() != null
                ? Situation.STOPPED_DURING_A_VALIDATION
                : Situation.STOPPED_WITHOUT_A_VALIDATION);
    log.stop(nowNanos);
  }

  /** A new incarnation; of the writes under way any first part did become durable. */
  private void beginAgain(Step step) {
    journal.crash(step.second(journal.beingWritten.size() + 1));
    isOpen = false;
    tokens.incarnationBegan();
    log = newLog();
  }
}
