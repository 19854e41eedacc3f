package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EventLog} with a journal that is slow and fails, pages of any size, and few ids in
 * memory. Of every decision that counts it computes anew what a validator has to say that has seen
 * the log.
 */
final class RealLog implements TextLog {

  private static final LogLimits LIMITS =
      new LogLimits(20, 1_000, 20, 10, 3, 2, Duration.ofNanos(1_000));

  private final SplittableRandom random;
  private final FoldStatistics statistics;
  private final Consumer<ToOriginator> network;
  private final boolean hidesHashes;
  private final TextJournal journal;

  private EventLog<String, String, List<String>, Integer> rules;
  private final List<EventId> lookUps = new ArrayList<>();
  private final List<LogSummary> summaries = new ArrayList<>();
  private LogPrefix base = LogPrefix.EMPTY;
  private @Nullable ValidationToken token;
  private long deadlineNanos;
  private long nowNanos;
  private boolean isOpen;
  private int acceptedInARow;

  RealLog(
      SplittableRandom random,
      FoldStatistics statistics,
      boolean hidesHashes,
      Consumer<ToOriginator> network) {
    this(random, statistics, hidesHashes, network, new TextJournal());
    isOpen = true;
    carryOut(rules.opened(nowNanos));
  }

  private RealLog(
      SplittableRandom random,
      FoldStatistics statistics,
      boolean hidesHashes,
      Consumer<ToOriginator> network,
      TextJournal journal) {
    this.random = random;
    this.statistics = statistics;
    this.hidesHashes = hidesHashes;
    this.network = network;
    this.journal = journal;
    this.rules = new EventLog<>(LIMITS, "too slow", random.split());
  }

  @Override
  public void begin(List<String> texts) {
    for (String text : texts) {
      journal.begin(text);
    }
    restart();
  }

  @Override
  public RealLog ofOldOwner() {
    RealLog old = new RealLog(random, statistics, hidesHashes, network, journal.copy());
    old.rules = rules;
    old.lookUps.addAll(lookUps);
    old.base = base;
    old.token = token;
    old.deadlineNanos = deadlineNanos;
    old.nowNanos = nowNanos;
    old.isOpen = isOpen;
    return old;
  }

  @Override
  public void submit(
      int from, ProspectiveEvent<String> event, Judgement<String, List<String>> judgement) {
    carryOut(
        rules.submit(
            new Submission<>(event, judgement, event.hashCode(), 1, from, nowNanos, Long.MAX_VALUE),
            nowNanos));
  }

  @Override
  public void fetch(int from, ValidationToken fetched, long after) {
    Effect.AskForValidation<String, String, List<String>, Integer> ask =
        rules.validationOf(fetched);
    if (ask != null) {
      PastEvents<String> page = page(after, ask.past().sequenceNr());
      network.accept(new ToOriginator.Page(from, fetched, page));
      carryOut(rules.validationRequestSent(fetched, page.lastSequenceNr(), nowNanos));
    }
  }

  @Override
  public void respond(ValidationToken answered, Decision<String, List<String>> decision) {
    if (isOutstanding(answered)) {
      statistics.count(
          decision instanceof Decision.Accept
              ? FoldSituation.ACCEPTED_ON_REQUEST
              : FoldSituation.REJECTED_ON_REQUEST);
    }
    carryOut(rules.respond(answered, decision, nowNanos));
  }

  @Override
  public void becomeDurable(int events) {
    nowNanos++;
    if (!isOpen) {
      isOpen = true;
      carryOut(rules.opened(nowNanos));
    }
    if (!lookUps.isEmpty()) {
      EventId eventId = lookUps.remove(random.nextInt(lookUps.size()));
      AcceptedId found = journal.find(eventId);
      statistics.idsFoundByLookUps += found == null ? 0 : 1;
      carryOut(rules.lookedUp(eventId, found, nowNanos));
    }
    if (journal.becomeDurable(events)) {
      carryOut(rules.writeDurable(prefix(journal.durable().size())));
    }
    if (random.nextInt(20) == 0) {
      summaries.add(rules.summary());
    }
  }

  @Override
  public void timeOut() {
    ValidationToken outstanding = token;
    if (outstanding != null && isOutstanding(outstanding)) {
      nowNanos = Math.max(nowNanos, deadlineNanos);
      carryOut(rules.deadlinePassed(outstanding, nowNanos));
    }
  }

  @Override
  public void fail(boolean crashes) {
    fail(crashes, random.nextInt(journal.beingWritten() + 1));
  }

  @Override
  public void fail(boolean crashes, int survivors) {
    statistics.note("log", all(), durable().size(), "fails", crashes, "survivors:", survivors);
    statistics.count(
        survivors < journal.beingWritten()
            ? FoldSituation.LOG_FAILED_AND_LOST_EVENTS
            : FoldSituation.LOG_FAILED_AND_KEPT_UNACKNOWLEDGED_EVENTS);
    if (!crashes) {
      carryOut(rules.failed("the journal failed"));
    }
    journal.crash(survivors);
    restart();
  }

  private void restart() {
    lookUps.clear();
    token = null;
    isOpen = false;
    acceptedInARow = 0;
    rules = new EventLog<>(LIMITS, "too slow", random.split());
    LogSummary summary =
        summaries.isEmpty() || random.nextBoolean()
            ? LogSummary.EMPTY
            : summaries.get(random.nextInt(summaries.size()));
    if (hidesHashes) {
      summary = journal.summaryWithoutHash();
    }
    if (summary.prefix().sequenceNr() > 0) {
      statistics.openedFromSummaries++;
    }
    base = summary.prefix();
    rules.recovered(summary);
    journal.tell(rules, summary.prefix().sequenceNr());
    if (random.nextBoolean()) {
      isOpen = true;
      carryOut(rules.opened(nowNanos));
    }
  }

  private void carryOut(List<Effect<String, String, List<String>, Integer>> effects) {
    for (Effect<String, String, List<String>, Integer> effect : effects) {
      statistics.note("   log", effect);
      if (effect instanceof Effect.AskForValidation<String, String, List<String>, Integer> ask) {
        ask(ask);
      } else if (effect instanceof Effect.StartDeadline<String, String, List<String>, Integer> d) {
        deadlineNanos = d.atNanos();
      } else if (effect instanceof Effect.Write<String, String, List<String>, Integer> write) {
        write(write);
      } else if (effect instanceof Effect.Answer<String, String, List<String>, Integer> answer) {
        answer(answer.submission(), answer.result());
      } else if (effect
          instanceof Effect.AnswerFromLog<String, String, List<String>, Integer> answer) {
        answerFromLog(answer.submission(), answer.sequenceNr());
      } else if (effect instanceof Effect.LookUp<String, String, List<String>, Integer> lookUp) {
        statistics.lookUps++;
        lookUps.add(lookUp.eventId());
      } else if (effect instanceof Effect.TellTooLate) {
        statistics.responsesTooLate++;
      }
    }
  }

  private void ask(Effect.AskForValidation<String, String, List<String>, Integer> ask) {
    statistics.requests++;
    acceptedInARow = 0;
    token = ask.token();
    assertThat(ask.past()).as("all of the log").isEqualTo(prefix(all().size()));
    PastEvents<String> page = page(ask.afterSequenceNr(), ask.past().sequenceNr());
    network.accept(
        new ToOriginator.Request(
            ask.submission().originator(),
            ask.token(),
            ask.submission().prospectiveEvent(),
            page,
            ask.past()));
    carryOut(rules.validationRequestSent(ask.token(), page.lastSequenceNr(), nowNanos));
  }

  private PastEvents<String> page(long after, long past) {
    List<String> texts = all();
    long last = Math.min(past, after + 1 + random.nextInt(8));
    List<StoredEvent<String>> events = new ArrayList<>();
    for (int i = (int) after; i < last; i++) {
      String text = texts.get(i);
      events.add(
          new StoredEvent<>(
              TextFold.SCOPE, i + 1L, TextFold.idOf(text), Instant.EPOCH, text, false));
    }
    return new PastEvents<>(prefix((int) after), events);
  }

  /** The first so many events, as this incarnation knows them. */
  private LogPrefix prefix(int events) {
    return base.isHashKnown()
        ? TextFold.prefixOf(all().subList(0, events))
        : LogPrefix.ofDurable(events);
  }

  private void write(Effect.Write<String, String, List<String>, Integer> write) {
    List<String> past = all();
    ProspectiveEvent<String> event = write.submission().prospectiveEvent();
    assertThat(write.past()).as("behind all of the log").isEqualTo(prefix(past.size()));
    assertThat(new Decision.Accept<String, List<String>>(write.meta()))
        .as("decided on all of the log")
        .isEqualTo(new TextFold().decide(past, event));
    if (durable().size() < past.size()) {
      statistics.count(FoldSituation.ACCEPTED_BEFORE_THE_EVENT_BEFORE_IS_DURABLE);
    }
    if (event.events().size() > 1) {
      statistics.count(FoldSituation.SEVERAL_EVENTS_ACCEPTED);
    }
    if (write.submission().judgement() instanceof Judgement.Decided<String, List<String>> decided
        && decided.known().equals(write.past())) {
      acceptedInARow++;
      statistics.count(FoldSituation.ACCEPTED_WITHOUT_A_REQUEST);
      if (acceptedInARow >= 4) {
        statistics.count(FoldSituation.CHAIN_OF_FOUR_ACCEPTED_WITHOUT_A_REQUEST);
      }
    }
    journal.write(write);
  }

  private void answer(
      Submission<String, String, List<String>, Integer> submission,
      Result<String, String, List<String>> result) {
    if (result instanceof Result.Rejected<String, String, List<String>> rejected
        && !rejected.isDuplicate()) {
      rejected(submission, rejected);
    } else if (result instanceof Result.Accepted<String, String, List<String>> accepted) {
      assertThat(durable().subList((int) accepted.sequenceNr() - 1, durable().size()))
          .as("accepted where it is said to be")
          .startsWith(accepted.prospectiveEvent().events().toArray(String[]::new));
    }
    network.accept(new ToOriginator.Ended(submission.originator(), result));
  }

  /** A no was decided on a first part of the log, all durable by now. */
  private void rejected(
      Submission<String, String, List<String>, Integer> submission,
      Result.Rejected<String, String, List<String>> rejected) {
    if (submission.judgement() instanceof Judgement.Decided<String, List<String>> decided
        && decided.decision() instanceof Decision.Reject<String, List<String>> no
        && no.meta() == rejected.meta()
        && no.cause() == rejected.cause()) {
      statistics.count(FoldSituation.REJECTED_WITHOUT_A_REQUEST);
    }
    List<String> state = rejected.meta();
    ProspectiveEvent<String> event = rejected.prospectiveEvent();
    if (state == null) {
      statistics.count(FoldSituation.VALIDATOR_THREW);
      assertThat(event.events()).anyMatch(text -> text.endsWith("!"));
      return;
    }
    List<String> past = new ArrayList<>(state);
    past.removeIf(event.events()::contains);
    assertThat(durable()).as("a no on durable events").startsWith(past.toArray(String[]::new));
    assertThat(Decision.<String, List<String>>reject("no").withMeta(state))
        .as("decided on a first part of the log")
        .isEqualTo(new TextFold().decide(past, event));
  }

  private void answerFromLog(
      Submission<String, String, List<String>, Integer> submission, long sequenceNr) {
    answer(
        submission,
        new Result.Accepted<>(
            submission.prospectiveEvent(), sequenceNr, journal.metaAt(sequenceNr), true));
  }

  @Override
  public boolean isIdle() {
    return isOpen && rules.isIdle() && lookUps.isEmpty();
  }

  @Override
  public boolean isOutstanding(@Nullable ValidationToken other) {
    return other != null && rules.isOutstanding(other);
  }

  @Override
  public List<String> all() {
    return journal.all();
  }

  @Override
  public List<String> durable() {
    return journal.durable();
  }

  /** Every stored decision is the one that is taken on exactly the events before it. */
  @Override
  public void checkAtEnd() {
    journal.check();
  }
}
