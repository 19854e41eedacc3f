package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A {@link FoldedLog} with its surroundings: it carries out the effects, and checks after each
 * input that the states are of the events they are said to be of.
 */
final class FoldOriginator {

  private static final TextFold FOLD = new TextFold();

  private final int nr;
  private final boolean isJudging;
  private final TextLog log;
  private final FoldStatistics statistics;
  private final Consumer<ToLog> network;

  private FoldedLog<List<String>, String, String, List<String>> folded;

  /** How many results are due of each event that was submitted: sent and parked ones. */
  private final Map<EventId, Integer> sent = new HashMap<>();

  private final List<ProspectiveEvent<String>> parked = new ArrayList<>();
  private final List<OriginatorEffect.Decide<List<String>, String, String, List<String>>>
      undecided = new ArrayList<>();
  private final List<ValidationToken> fetching = new ArrayList<>();
  private LogPrefix settled = LogPrefix.EMPTY;

  FoldOriginator(
      int nr, boolean isJudging, TextLog log, FoldStatistics statistics, Consumer<ToLog> network) {
    this.nr = nr;
    this.isJudging = isJudging;
    this.log = log;
    this.statistics = statistics;
    this.network = network;
    this.folded = newFoldedLog();
  }

  private FoldedLog<List<String>, String, String, List<String>> newFoldedLog() {
    return isJudging
        ? FoldedLog.judging(TextFold.SCOPE, FOLD)
        : FoldedLog.asking(TextFold.SCOPE, FOLD);
  }

  void submit(ProspectiveEvent<String> event) {
    statistics.note("originator", nr, "submit", event);
    if (sent.containsKey(event.eventId())) {
      statistics.count(FoldSituation.SUBMITTED_AGAIN_WHILE_OPEN);
    }
    parked.add(event);
    carryOut(folded.submit(event));
    if (parked.contains(event)) {
      statistics.count(FoldSituation.PARKED);
    }
  }

  void receive(ToOriginator message) {
    if (message instanceof ToOriginator.Request request) {
      requested(request);
    } else if (message instanceof ToOriginator.Page page) {
      pageArrived(page);
    } else if (message instanceof ToOriginator.Ended ended) {
      ended(ended.result());
    }
  }

  private void requested(ToOriginator.Request request) {
    statistics.note("originator", nr, "requested", request);
    if (!sent.containsKey(request.event().eventId())) {
      statistics.count(FoldSituation.REQUEST_FOR_AN_EVENT_NOT_OPEN);
    }
    if (!log.isOutstanding(request.token())) {
      statistics.count(FoldSituation.REQUEST_OF_AN_EARLIER_INCARNATION);
    }
    if (!request.past().isHashKnown()) {
      statistics.count(FoldSituation.LOG_WITHOUT_HASHES);
    }
    carryOut(
        folded.requested(request.token(), request.event(), request.firstPage(), request.past()));
  }

  private void pageArrived(ToOriginator.Page page) {
    statistics.note("originator", nr, "pageArrived", page);
    if (!log.isOutstanding(page.token())) {
      statistics.count(FoldSituation.PAGE_OF_A_REQUEST_OVER);
    }
    carryOut(folded.pageArrived(page.token(), page.page()));
  }

  void pageOverdue(SplittableRandom random) {
    if (!fetching.isEmpty()) {
      carryOut(folded.pageOverdue(fetching.get(random.nextInt(fetching.size()))));
    }
  }

  /** Whoever decides gets to a decision that is due. */
  void decide(SplittableRandom random) {
    if (!undecided.isEmpty()) {
      var decide = undecided.remove(random.nextInt(undecided.size()));
      List<OriginatorEffect<List<String>, String, String, List<String>>> effects =
          folded.decided(decide.token(), FOLD.decide(decide.state(), decide.event()));
      if (effects.isEmpty()) {
        statistics.count(FoldSituation.DECISION_CAME_TOO_LATE);
      }
      carryOut(effects);
    }
  }

  private void ended(Result<String, String, List<String>> result) {
    statistics.note("originator", nr, "ended", result);
    EventId eventId = result.prospectiveEvent().eventId();
    boolean isOpen = sent.containsKey(eventId);
    count(result);
    if (!sent.containsKey(eventId)) {
      statistics.count(FoldSituation.RESULT_OF_AN_EVENT_NOT_OPEN);
      unpark(eventId);
    } else if (sent.merge(eventId, -1, Integer::sum) == 0) {
      sent.remove(eventId);
    }
    LogPrefix before = folded.settled();
    List<OriginatorEffect<List<String>, String, String, List<String>>> effects =
        folded.ended(result);
    if (!effects.isEmpty()) {
      statistics.count(FoldSituation.SENT_FROM_THE_PARKED);
    }
    carryOut(effects);
    boolean isDoubtful = result instanceof Result.Unknown || result instanceof Result.Unavailable;
    if (isOpen && isDoubtful && effects.isEmpty()) {
      assertThat(folded.known()).as("what may be lost is forgotten").isEqualTo(settled);
    }
    if (folded.settled().sequenceNr()
        > before.sequenceNr() + result.prospectiveEvent().events().size()) {
      statistics.count(FoldSituation.SETTLED_MOVED_OVER_EVENTS_OF_OTHERS);
    }
  }

  private void count(Result<String, String, List<String>> result) {
    if (result instanceof Result.Accepted<String, String, List<String>> accepted
        && accepted.isDuplicate()) {
      statistics.count(FoldSituation.DUPLICATE_ACCEPTED);
    } else if (result instanceof Result.Rejected<String, String, List<String>> rejected
        && rejected.isDuplicate()) {
      statistics.count(FoldSituation.DUPLICATE_REJECTED);
    } else if (result instanceof Result.Overloaded) {
      statistics.count(FoldSituation.OVERLOADED);
    } else if (result instanceof Result.TimedOut) {
      statistics.count(FoldSituation.TIMED_OUT);
      if (!fetching.isEmpty()) {
        statistics.count(FoldSituation.TIMED_OUT_WHILE_PAGES_ARE_MISSING);
      }
    } else if (result instanceof Result.Unavailable) {
      statistics.count(FoldSituation.UNAVAILABLE);
    } else if (result instanceof Result.Unknown) {
      statistics.count(FoldSituation.UNKNOWN);
    } else if (result instanceof Result.Sealed) {
      statistics.count(FoldSituation.SEALED);
    }
  }

  /** Gives up one of the open submissions, if there are any; returns whether there are. */
  boolean giveUpOne(SplittableRandom random) {
    List<EventId> open = new ArrayList<>(sent.keySet());
    parked.forEach(event -> open.add(event.eventId()));
    open.sort((a, b) -> a.value().compareTo(b.value()));
    if (open.isEmpty()) {
      return false;
    }
    EventId eventId = open.get(random.nextInt(open.size()));
    if (sent.remove(eventId) == null) {
      statistics.count(FoldSituation.GIVEN_UP_WHILE_PARKED);
      unpark(eventId);
    } else {
      statistics.count(FoldSituation.GIVEN_UP_AFTER_IT_WAS_SENT);
    }
    statistics.note("originator", nr, "givenUp", eventId);
    carryOut(folded.givenUp(eventId));
    return true;
  }

  private void unpark(EventId eventId) {
    for (ProspectiveEvent<String> event : parked) {
      if (event.eventId().equals(eventId)) {
        parked.remove(event);
        return;
      }
    }
  }

  /** The state is dropped to make room, or the process restarts. */
  void forget(boolean evenInUse) {
    if (!folded.isIdle() && !evenInUse) {
      return;
    }
    statistics.count(
        folded.isIdle() ? FoldSituation.EVICTED_WHILE_IDLE : FoldSituation.RESTARTED_WHILE_IN_USE);
    statistics.note("originator", nr, "forgets");
    folded = newFoldedLog();
    sent.clear();
    parked.clear();
    undecided.clear();
    fetching.clear();
    settled = LogPrefix.EMPTY;
  }

  private void carryOut(
      List<OriginatorEffect<List<String>, String, String, List<String>>> effects) {
    for (OriginatorEffect<List<String>, String, String, List<String>> effect : effects) {
      statistics.note("   originator", nr, effect);
      if (effect
          instanceof OriginatorEffect.Submit<List<String>, String, String, List<String>> submit) {
        submitted(submit.event(), submit.judgement());
      } else if (effect
          instanceof
          OriginatorEffect.FetchPastEvents<List<String>, String, String, List<String>> fetch) {
        fetched(fetch.token(), fetch.afterSequenceNr());
      } else if (effect
          instanceof OriginatorEffect.Decide<List<String>, String, String, List<String>> decide) {
        assertThat(isJudging).isFalse();
        undecided.add(decide);
      } else if (effect
          instanceof OriginatorEffect.Respond<List<String>, String, String, List<String>> respond) {
        fetching.remove(respond.token());
        network.accept(new ToLog.Responded(respond.token(), respond.decision()));
      }
    }
    check();
  }

  private void submitted(
      ProspectiveEvent<String> event, Judgement<String, List<String>> judgement) {
    assertThat(parked.remove(event)).as("sent once").isTrue();
    assertThat(judgement instanceof Judgement.Decided).isIn(isJudging, false);
    sent.merge(event.eventId(), 1, Integer::sum);
    network.accept(new ToLog.Submitted(nr, event, judgement));
  }

  private void fetched(ValidationToken token, long after) {
    statistics.count(
        fetching.contains(token) ? FoldSituation.PAGE_FETCHED_AGAIN : FoldSituation.PAGE_FETCHED);
    if (after == 0) {
      statistics.count(FoldSituation.PAGE_FETCHED_AFTER_0);
    }
    if (!fetching.contains(token)) {
      fetching.add(token);
    }
    network.accept(new ToLog.Fetched(nr, token, after));
  }

  private void check() {
    LogPrefix nowSettled = folded.settled();
    List<String> durable = log.durable();
    assertThat(nowSettled.sequenceNr())
        .as("settled never goes back, and is durable")
        .isBetween(settled.sequenceNr(), (long) durable.size());
    assertThat(nowSettled)
        .as("settled is of the durable events")
        .isEqualTo(TextFold.prefixOf(durable.subList(0, (int) nowSettled.sequenceNr())));
    settled = nowSettled;
    assertThat(folded.known())
        .as("the state is of the events it is said to be of")
        .isEqualTo(TextFold.prefixOf(folded.state()));
    assertThat(folded.isIdle())
        .as("nothing is parked once everything sent has ended")
        .isEqualTo(sent.isEmpty());
    assertThat(sent.isEmpty() && !parked.isEmpty()).isFalse();
  }

  boolean knowsLostEvents() {
    long known = folded.known().sequenceNr();
    return known > log.all().size()
        || !folded.known().equals(TextFold.prefixOf(log.all().subList(0, (int) known)));
  }

  boolean isIdle() {
    return folded.isIdle();
  }

  int open() {
    return sent.size() + parked.size();
  }
}
