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

  private final HistoryStatistics statistics;
  private final LogLimits limits;
  private final @Nullable StringBuilder trace;
  private final Invariants invariants;
  private final TrackedSubmissions submissions;
  private final IssuedTokens tokens = new IssuedTokens();
  private final NaiveJournal journal;
  private final List<Recovery> summaries = new ArrayList<>();

  private LogPair log;
  private int incarnation;
  private long nowNanos = 1_000;
  private boolean isOpen;

  private History(LogLimits limits, HistoryStatistics statistics, @Nullable StringBuilder trace) {
    this.limits = limits;
    this.statistics = statistics;
    this.trace = trace;
    this.invariants = new Invariants(limits);
    this.submissions = new TrackedSubmissions(limits);
    this.journal = new NaiveJournal(statistics);
    this.log = newLog(new Recovery(List.of(), LogSummary.EMPTY, 0));
  }

  private LogPair newLog(Recovery recovery) {
    incarnation++;
    return new LogPair(
        limits, recovery, new SplittableRandom(incarnation), invariants, statistics, trace);
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
      case YES -> respond(step, decision(step, Decision.accept()));
      case NO -> respond(step, decision(step, Decision.reject("too low")));
      case STALE_RESPONSE -> respondStale(step);
      case MOVE_CLOCK -> nowNanos += step.first(150);
      case DEADLINE -> deadline(step);
      case ORIGINATOR_GONE -> originatorGone(originator(step));
      case QUERY -> log.query(originator(step), nowNanos);
      case QUERY_AFTER ->
          log.queryAfter(
              Math.max(0, durableEvents() - 1 + step.second(4)), originator(step), nowNanos);
      case QUERY_RESULT -> log.queryResult(submissions.anyId(step), originator(step), nowNanos);
      case QUERY_OVERDUE -> queryOverdue(step);
      case LOOK_UP -> lookUp(step);
      case STRAY_LOOK_UP -> lookUpInVain(step);
      case TAKE_SUMMARY -> takeSummary();
      case BECOME_DURABLE -> becomeDurable(step);
      case DURABLE_AGAIN ->
          log.becameDurable(isOpen ? step.first(journal.stored.size() + 1) : 0, nowNanos);
      case WRITE_FAILS -> writeFails();
      case CRASH -> beginAgain(step);
      case STOP -> stop();
      case OPEN -> openOrSubmit(step);
    }
  }

  private static String originator(Step step) {
    return ORIGINATORS.get(step.first(ORIGINATORS.size()));
  }

  private static Decision<String, Long> decision(Step step, Decision<String, Long> decision) {
    if (step.second(2) == 0) {
      return decision;
    }
    return decision instanceof Decision.Accept<String, Long> yes
        ? yes.withMeta((long) step.second())
        : ((Decision.Reject<String, Long>) decision).withMeta((long) step.second());
  }

  private int durableEvents() {
    return Tracked.eventsOf(journal.stored);
  }

  private void submit(Step step) {
    submit(step, submissions.newContent(step));
  }

  private void submit(Step step, Tracked.Content content) {
    Tracked event = submissions.submit(step, content, originator(step), nowNanos, log.model());
    event.incarnation = incarnation;
    log.submit(event, nowNanos);
  }

  private void submitAgain(Step step) {
    Tracked original = submissions.anyOf(step);
    if (original == null) {
      submit(step);
      return;
    }
    boolean isSameEvent = step.second(4) != 0;
    Situation situation =
        Situation.ofRepetition(
            original, isSameEvent, incarnation, journal.stored.contains(original));
    if (situation != null) {
      statistics.count(situation);
    }
    submit(step, isSameEvent ? original.content() : submissions.otherContent(step, original));
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
    } else if (!log.isRequestSent()) {
      if (nowNanos > log.askedAtNanos()) {
        statistics.count(Situation.REQUEST_SENT_LATE);
      }
      sendFirstPage(token, step);
    } else {
      sendPage(token, step);
    }
  }

  private void sendFirstPage(ValidationToken token, Step step) {
    long missing = log.pastSequenceNr() - log.sentSequenceNr();
    long upTo =
        log.sentSequenceNr() + (step.third(2) == 0 ? missing : step.first() % (missing + 1));
    if (upTo < log.pastSequenceNr()) {
      statistics.count(Situation.FIRST_PAGE_OF_SEVERAL);
    }
    log.requestSent(token, upTo, nowNanos);
  }

  /** A page that was sent before, or the next one, or more than there is. */
  private void sendPage(ValidationToken token, Step step) {
    long sent = log.sentSequenceNr();
    long upTo =
        switch (step.third(4)) {
          case 0 -> step.first() % (sent + 1);
          case 1 -> log.pastSequenceNr() + 5;
          default -> Math.min(sent + 1, log.pastSequenceNr());
        };
    boolean isNew = sent < Math.min(upTo, log.pastSequenceNr());
    if (!isNew) {
      statistics.count(Situation.OLD_PAGE_POSTPONED_NOTHING);
    } else if (nowNanos < log.deadlineNanos()) {
      statistics.count(Situation.NEW_PAGE_POSTPONED_THE_DEADLINE);
    } else {
      statistics.count(Situation.NEW_PAGE_AFTER_THE_DEADLINE);
    }
    log.requestSent(token, upTo, nowNanos);
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
      sendFirstPage(token, step);
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
    for (Tracked event : log.model().undecided()) {
      if (event.originator.equals(originator)) {
        if (log.lookUps().containsKey(event.id)) {
          statistics.count(Situation.ORIGINATOR_GONE_DURING_ITS_LOOK_UP);
        }
        statistics.count(
            event.place == Tracked.Place.WAITING
                ? Situation.ORIGINATOR_GONE_WITH_SUBMISSIONS_WAITING
                : Situation.ORIGINATOR_GONE_DURING_ITS_VALIDATION);
      }
    }
    log.originatorGone(originator, nowNanos);
  }

  private void queryOverdue(Step step) {
    if (!isOpen) {
      statistics.count(Situation.QUERY_OVERDUE_WHILE_THE_LOG_OPENS);
    }
    log.queryOverdue(originator(step), nowNanos);
  }

  /** The journal answers, by what it held when it was asked, or has come to hold since. */
  private void lookUp(Step step) {
    List<Integer> ids = List.copyOf(log.lookUps().keySet());
    if (ids.isEmpty()) {
      submit(step);
      return;
    }
    int id = ids.get(step.first(ids.size()));
    int whenAsked = log.lookUps().getOrDefault(id, 0);
    int more = journal.stored.size() - whenAsked;
    if (more > 0 && step.second(2) == 0) {
      statistics.count(Situation.LOOK_UP_ANSWERED_BY_WHAT_THE_JOURNAL_HELD_WHEN_ASKED);
      more = 0;
    }
    log.lookedUp(id, journal.find(id, whenAsked + more), nowNanos);
  }

  /** An answer comes that nobody waits for, right or wrong. */
  private void lookUpInVain(Step step) {
    int id = submissions.anyId(step);
    if (!log.lookUps().containsKey(id)) {
      AcceptedId found = journal.find(id, journal.stored.size());
      log.lookedUp(id, step.third(2) == 0 ? null : found, nowNanos);
    }
  }

  private void takeSummary() {
    if (isOpen) {
      int durable = invariants.durableSubmissions();
      summaries.add(new Recovery(journal.stored, log.summary(), durable));
    }
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
    log.becameDurable(journal.stored.size(), nowNanos);
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
    if (!log.lookUps().isEmpty()) {
      statistics.count(Situation.LOOK_UPS_LOST_WITH_AN_INCARNATION);
    }
    journal.crash(step.second(journal.beingWritten.size() + 1));
    isOpen = false;
    tokens.incarnationBegan();
    log = newLog(recovery(step));
  }

  /** From the first event on, or from a summary that was taken at any time before. */
  private Recovery recovery(Step step) {
    if (summaries.isEmpty() || step.third(4) == 0) {
      return new Recovery(journal.stored, LogSummary.EMPTY, 0);
    }
    int back = step.third(2) == 0 ? 0 : step.first(summaries.size());
    Recovery taken = summaries.get(summaries.size() - 1 - back);
    LogSummary summary = taken.summary();
    if (step.third(7) == 1 && taken.summarized() > 0) {
      LogPrefix withoutHash = LogPrefix.ofDurable(summary.prefix().sequenceNr());
      summary = new LogSummary(withoutHash, summary.highestId(), summary.isSealed());
    }
    if (taken.summarized() > 0) {
      statistics.count(
          !summary.prefix().isHashKnown()
              ? Situation.RECOVERED_FROM_A_SUMMARY_WITHOUT_HASH
              : taken.summarized() == journal.stored.size()
                  ? Situation.RECOVERED_FROM_A_SUMMARY_ALONE
                  : Situation.RECOVERED_FROM_A_SUMMARY_AND_WHAT_FOLLOWS);
    }
    return new Recovery(journal.stored, summary, taken.summarized());
  }
}
