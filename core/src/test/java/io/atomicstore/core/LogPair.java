package io.atomicstore.core;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a log and the naive model of it: every input goes to both, and what both did
 * must be the same. The order in which a log does things is checked by the invariants.
 */
final class LogPair {

  private final EventLog<Tracked, String, Long, String> log;
  private final NaiveLog model;
  private final Invariants invariants;
  private final MetSituations met;
  private final @Nullable StringBuilder trace;

  private final List<Tracked> writes = new ArrayList<>();

  /** The ids being looked up, with how many submissions were durable when they were asked for. */
  private final Map<Integer, Integer> lookUps = new LinkedHashMap<>();

  private @Nullable ValidationToken token;
  private long deadlineNanos = Long.MAX_VALUE;
  private long askedAtNanos;
  private long pastSequenceNr;
  private long sentSequenceNr;

  LogPair(
      LogLimits limits,
      Recovery recovery,
      RandomGenerator random,
      Invariants invariants,
      HistoryStatistics statistics,
      @Nullable StringBuilder trace) {
    this.log = new EventLog<>(limits, NaiveLog.TIMEOUT_REASON, random);
    this.model = new NaiveLog(limits, recovery);
    this.met = new MetSituations(limits, model, statistics);
    this.invariants = invariants;
    this.trace = trace;
    invariants.incarnationBegan(recovery);
    note(
        "\nincarnation begins with "
            + recovery.stored().size()
            + " submissions, "
            + recovery.summary());
    log.recovered(recovery.summary());
    long sequenceNr = recovery.summary().prefix().sequenceNr() + 1;
    for (Tracked stored :
        recovery.stored().subList(recovery.summarized(), recovery.stored().size())) {
      log.recovered(stored.acceptedAt(sequenceNr), stored.sealsLog);
      sequenceNr += stored.events;
    }
  }

  void opened(long nowNanos) {
    met.opened();
    model.opened(nowNanos);
    invariants.opened();
    compare("opened", log.opened(nowNanos), nowNanos);
  }

  void submit(Tracked event, long nowNanos) {
    met.submitted(event);
    model.submit(event, nowNanos);
    invariants.submitted(event);
    compare("submit " + event, log.submit(event.submission, nowNanos), nowNanos);
  }

  void requestSent(ValidationToken sent, long upTo, long nowNanos) {
    boolean isNew = Math.min(upTo, pastSequenceNr) > sentSequenceNr;
    if (sent.equals(token) && (!isRequestSent() || (isNew && nowNanos < deadlineNanos))) {
      sentSequenceNr = Math.min(upTo, pastSequenceNr);
      invariants.sentWhatIsNew(sent, nowNanos);
    }
    model.requestSent(sent, upTo, nowNanos);
    compare(
        "request sent up to " + upTo, log.validationRequestSent(sent, upTo, nowNanos), nowNanos);
  }

  void respond(ValidationToken answered, Decision<String, Long> decision, long nowNanos) {
    model.respond(answered, decision, nowNanos);
    invariants.responded(answered, decision, nowNanos);
    compare("respond " + decision, log.respond(answered, decision, nowNanos), nowNanos);
  }

  void deadlinePassed(ValidationToken passed, long nowNanos) {
    model.deadlinePassed(passed, nowNanos);
    invariants.deadlinePassed(passed, nowNanos);
    compare("deadline passed", log.deadlinePassed(passed, nowNanos), nowNanos);
  }

  void originatorGone(String originator, long nowNanos) {
    model.originatorGone(originator, nowNanos);
    invariants.originatorGone(originator);
    compare("gone is " + originator, log.originatorGone(originator, nowNanos), nowNanos);
  }

  /** The first so many submissions are durable. */
  void becameDurable(int submissions, long nowNanos) {
    LogPrefix durable = model.decided().prefixOf(submissions);
    model.becameDurable(submissions);
    invariants.becameDurable(submissions);
    compare("durable up to " + durable, log.writeDurable(durable), nowNanos);
  }

  void lookedUp(int id, @Nullable AcceptedId found, long nowNanos) {
    met.lookedUp(id, found);
    lookUps.remove(id);
    model.lookedUp(id, found, nowNanos);
    invariants.lookedUp(id);
    compare("looked up " + found, log.lookedUp(Tracked.idOf(id), found, nowNanos), nowNanos);
  }

  void query(String asker, long nowNanos) {
    model.query(asker, -1, 0);
    compare("query", log.query(asker), nowNanos);
  }

  void queryAfter(long sequenceNr, String asker, long nowNanos) {
    model.query(asker, sequenceNr, 0);
    compare("query after " + sequenceNr, log.queryAfter(sequenceNr, asker), nowNanos);
  }

  void queryResult(int id, String asker, long nowNanos) {
    model.query(asker, -1, id);
    compare("query result of " + id, log.queryResult(Tracked.idOf(id), asker), nowNanos);
  }

  void queryOverdue(String asker, long nowNanos) {
    model.queries().overdue(asker);
    compare("overdue for " + asker, log.queryOverdue(asker), nowNanos);
  }

  void stop(long nowNanos) {
    model.stop();
    met.stopped();
    compare("stop", log.stop(), nowNanos);
  }

  void failed(long nowNanos) {
    model.failed();
    invariants.failed();
    compare("write fails", log.failed("the disk is full"), nowNanos);
  }

  private void compare(
      String input, List<Effect<Tracked, String, Long, String>> effects, long nowNanos) {
    List<Did> expected = model.takeDids();
    note("\nat " + nowNanos + " " + input + " -> " + effects.size() + " effects");
    boolean hasStopped = false;
    for (Effect<Tracked, String, Long, String> effect : effects) {
      Did did = Did.of(effect);
      note("\n    " + did);
      if (!expected.remove(did)) {
        fail("the log did " + did + " where the model did " + expected);
      }
      if (hasStopped) {
        fail("the log did " + did + " after it stopped");
      }
      hasStopped = did.what() == Did.What.STOP;
      invariants.did(effect, did, nowNanos);
      carryOut(effect, did, nowNanos);
      met.did(input, did);
    }
    if (!expected.isEmpty()) {
      fail("the log did not do " + expected);
    }
    if (log.lateResponses() != model.lateResponses()) {
      fail(
          "the log counts "
              + log.lateResponses()
              + " late responses, the model "
              + model.lateResponses());
    }
    invariants.checkAfterStep(log);
  }

  private void carryOut(Effect<Tracked, String, Long, String> effect, Did did, long nowNanos) {
    if (effect instanceof Effect.AskForValidation<Tracked, String, Long, String> ask) {
      model.asked(ask.token());
      token = ask.token();
      askedAtNanos = nowNanos;
      deadlineNanos = Long.MAX_VALUE;
      pastSequenceNr = ask.past().sequenceNr();
      sentSequenceNr = ask.afterSequenceNr();
    } else if (effect instanceof Effect.StartDeadline<Tracked, String, Long, String> start) {
      deadlineNanos = start.atNanos();
    } else if (effect instanceof Effect.Write<Tracked, String, Long, String> write) {
      writes.add(write.submission().prospectiveEvent().event());
    } else if (effect instanceof Effect.LookUp<Tracked, String, Long, String>) {
      lookUps.put((int) did.number(), model.decided().durable);
    }
  }

  private void note(String line) {
    if (trace != null) {
      trace.append(line);
    }
  }

  MetSituations met() {
    return met;
  }

  NaiveLog model() {
    return model;
  }

  LogSummary summary() {
    return log.summary();
  }

  /** What the log had written since this was asked last. */
  List<Tracked> takeWrites() {
    List<Tracked> taken = List.copyOf(writes);
    writes.clear();
    return taken;
  }

  /** The ids being looked up, with how many submissions were durable when they were asked for. */
  Map<Integer, Integer> lookUps() {
    return lookUps;
  }

  /** The token of the validation under way; null if there is none. */
  @Nullable ValidationToken outstanding() {
    return token != null && log.isOutstanding(token) ? token : null;
  }

  /** When the validation under way times out; the end of time if its request was not sent. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** When the validation under way was asked for. */
  long askedAtNanos() {
    return askedAtNanos;
  }

  boolean isRequestSent() {
    return deadlineNanos != Long.MAX_VALUE;
  }

  /** Up to which event the past was sent under the outstanding token. */
  long sentSequenceNr() {
    return sentSequenceNr;
  }

  /** The last event that can be sent under the outstanding token. */
  long pastSequenceNr() {
    return pastSequenceNr;
  }
}
