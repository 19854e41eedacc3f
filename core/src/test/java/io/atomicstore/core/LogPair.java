package io.atomicstore.core;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a log and the naive model of it: every input goes to both, and what both did
 * must be the same. The order in which a log does things is checked by the invariants.
 */
final class LogPair {

  private final LogLimits limits;
  private final EventLog<Tracked, String, Long, String> log;
  private final NaiveLog model;
  private final Invariants invariants;
  private final HistoryStatistics statistics;
  private final @Nullable StringBuilder trace;

  private final List<Tracked> writes = new ArrayList<>();
  private @Nullable ValidationToken token;
  private long deadlineNanos = Long.MAX_VALUE;
  private long askedAtNanos;
  private boolean isOpen;

  LogPair(
      LogLimits limits,
      List<Tracked> stored,
      RandomGenerator random,
      Invariants invariants,
      HistoryStatistics statistics,
      @Nullable StringBuilder trace) {
    this.limits = limits;
    this.log = new EventLog<>(limits, NaiveLog.TIMEOUT_REASON, random);
    this.model = new NaiveLog(limits, stored);
    this.invariants = invariants;
    this.statistics = statistics;
    this.trace = trace;
    invariants.incarnationBegan(stored);
    note("\nincarnation begins with " + stored.size() + " events");
    for (int i = 0; i < stored.size(); i++) {
      log.recovered(stored.get(i).acceptedAt(i + 1L));
    }
  }

  void opened(long nowNanos) {
    isOpen = true;
    model.opened(nowNanos);
    invariants.opened();
    compare("opened", log.opened(nowNanos), nowNanos);
  }

  void submit(Tracked event, long nowNanos) {
    model.submit(event, nowNanos);
    invariants.submitted(event);
    compare("submit", log.submit(event.submission, nowNanos), nowNanos);
  }

  void requestSent(ValidationToken sent, long nowNanos) {
    model.requestSent(sent, nowNanos);
    invariants.requestSent(sent, nowNanos);
    compare("request sent", log.validationRequestSent(sent, nowNanos), nowNanos);
  }

  void respond(ValidationToken answered, Decision<String, Long> decision, long nowNanos) {
    model.respond(answered, decision, nowNanos);
    invariants.responded(answered, decision, nowNanos);
    compare("respond", log.respond(answered, decision, nowNanos), nowNanos);
  }

  void deadlinePassed(ValidationToken passed, long nowNanos) {
    model.deadlinePassed(passed, nowNanos);
    invariants.deadlinePassed(passed, nowNanos);
    compare("deadline passed", log.deadlinePassed(passed, nowNanos), nowNanos);
  }

  void originatorGone(String originator, long nowNanos) {
    model.originatorGone(originator, nowNanos);
    invariants.originatorGone(originator);
    compare("originator gone", log.originatorGone(originator, nowNanos), nowNanos);
  }

  void becameDurable(int sequenceNr, long nowNanos) {
    model.becameDurable(sequenceNr);
    invariants.becameDurable(sequenceNr);
    compare("durable", log.writeDurable(sequenceNr), nowNanos);
  }

  void query(String asker, long nowNanos) {
    model.query(asker);
    compare("query", log.query(asker), nowNanos);
  }

  void stop(long nowNanos) {
    model.stop();
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
    statistics.count(did.what());
    Tracked about = did.about();
    if (effect instanceof Effect.AskForValidation<Tracked, String, Long, String> ask) {
      model.asked(ask.token());
      token = ask.token();
      askedAtNanos = nowNanos;
      deadlineNanos = Long.MAX_VALUE;
      if (did.number() > log.durableSequenceNr()) {
        statistics.count(Situation.ASKED_WHILE_AN_EARLIER_EVENT_IS_BEING_WRITTEN);
      }
    } else if (effect instanceof Effect.StartDeadline<Tracked, String, Long, String> start) {
      deadlineNanos = start.atNanos();
    } else if (effect instanceof Effect.Write<Tracked, String, Long, String> write) {
      writes.add(write.submission().prospectiveEvent().event());
    } else if (about != null) {
      about.told = did.what();
      countResult(about, did);
    }
  }

  private void countResult(Tracked about, Did did) {
    if (did.what() == Did.What.TIMED_OUT) {
      statistics.count(
          about.judgedOn == null
              ? Situation.OWN_DEADLINE_PASSED_IN_THE_QUEUE
              : Situation.VALIDATION_TIMED_OUT);
    } else if (did.what() == Did.What.OVERLOADED) {
      statistics.count(
          did.number() < limits.waitingEventsMax()
              ? Situation.OVERLOADED_BY_BYTES
              : Situation.OVERLOADED_BY_EVENTS);
      if (!isOpen) {
        statistics.count(Situation.OVERLOADED_WHILE_THE_LOG_OPENS);
      }
    } else if (did.what() == Did.What.REJECTED && about.wasOwed) {
      statistics.count(Situation.REJECTION_WAITED_FOR_A_WRITE);
    }
  }

  private void note(String line) {
    if (trace != null) {
      trace.append(line);
    }
  }

  /** What the log had written since this was asked last. */
  List<Tracked> takeWrites() {
    List<Tracked> taken = List.copyOf(writes);
    writes.clear();
    return taken;
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
}
