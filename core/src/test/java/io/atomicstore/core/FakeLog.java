package io.atomicstore.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log as originators see it, as simply as it can be written: a list of events, some first part of
 * which is durable. It checks of every decision that counts that it was taken on exactly the list.
 */
final class FakeLog implements TextLog {

  private record Waiting(
      int from, ProspectiveEvent<String> event, Judgement<String, List<String>> judgement) {}

  private record Held(Waiting answered, ToOriginator answer, int restsOn) {}

  private final SplittableRandom random;
  private final FoldStatistics statistics;
  private final Consumer<ToOriginator> network;
  private final boolean hidesHashes;

  private final List<String> log = new ArrayList<>();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final List<Held> held = new ArrayList<>();
  private Map<EventId, Decision.Reject<String, List<String>>> rejections = new HashMap<>();
  private int durable;
  private int sealedAt = Integer.MAX_VALUE;
  private @Nullable Waiting asked;
  private @Nullable ValidationToken token;
  private int acceptedInARow;

  FakeLog(
      SplittableRandom random,
      FoldStatistics statistics,
      boolean hidesHashes,
      Consumer<ToOriginator> network) {
    this.random = random;
    this.statistics = statistics;
    this.hidesHashes = hidesHashes;
    this.network = network;
  }

  @Override
  public FakeLog ofOldOwner() {
    FakeLog old = new FakeLog(random, statistics, hidesHashes, network);
    old.log.addAll(log);
    old.durable = durable;
    old.sealedAt = sealedAt;
    old.queue.addAll(queue);
    old.held.addAll(held);
    old.rejections = new HashMap<>(rejections);
    old.asked = asked;
    old.token = token;
    return old;
  }

  @Override
  public void begin(List<String> texts) {
    log.addAll(texts);
    durable = log.size();
  }

  @Override
  public void submit(
      int from, ProspectiveEvent<String> event, Judgement<String, List<String>> judgement) {
    Waiting submission = new Waiting(from, event, judgement);
    if (queue.size() > 20) {
      network.accept(new ToOriginator.Ended(from, new Result.Overloaded<>(event, queue.size(), 0)));
    } else {
      queue.add(submission);
      consider();
    }
  }

  private void consider() {
    for (Waiting next = next(); next != null; next = next()) {
      ProspectiveEvent<String> event = next.event();
      Decision.Reject<String, List<String>> rejection = rejections.get(event.eventId());
      int at = log.indexOf(event.event());
      if (at >= 0) {
        hold(next, new Result.Accepted<>(event, at + 1L, null, true));
      } else if (rejection != null) {
        hold(next, rejected(event, rejection, true));
      } else if (log.size() >= sealedAt) {
        hold(next, new Result.Sealed<>(event, log.size()));
      } else if (next.judgement() instanceof Judgement.Decided<String, List<String>> decided
          && isEnd(decided.known())) {
        acceptedInARow++;
        if (acceptedInARow >= 4) {
          statistics.count(FoldSituation.CHAIN_OF_FOUR_ACCEPTED_WITHOUT_A_REQUEST);
        }
        statistics.count(
            decided.decision() instanceof Decision.Accept
                ? FoldSituation.ACCEPTED_WITHOUT_A_REQUEST
                : FoldSituation.REJECTED_WITHOUT_A_REQUEST);
        count(next, decided.decision());
      } else {
        ask(next);
      }
    }
  }

  private @Nullable Waiting next() {
    return asked == null ? queue.poll() : null;
  }

  /** A log that can't compare hashes must not believe anybody but who knows it to be empty. */
  private boolean isEnd(LogPrefix known) {
    return (!hidesHashes || log.isEmpty()) && known.equals(TextFold.prefixOf(log));
  }

  private void ask(Waiting submission) {
    acceptedInARow = 0;
    statistics.requests++;
    asked = submission;
    ValidationToken newToken = ValidationToken.next(random);
    token = newToken;
    LogPrefix known =
        submission.judgement() instanceof Judgement.Decided<String, List<String>> decided
            ? decided.known()
            : ((Judgement.Ask<String, List<String>>) submission.judgement()).known();
    int after = (int) Math.min(known.sequenceNr(), log.size());
    network.accept(
        new ToOriginator.Request(
            submission.from(), newToken, submission.event(), page(after), shown(log.size())));
  }

  private PastEvents<String> page(int after) {
    int last = Math.min(log.size(), after + 1 + random.nextInt(8));
    List<StoredEvent<String>> events = new ArrayList<>();
    for (int i = after; i < last; i++) {
      String text = log.get(i);
      events.add(
          new StoredEvent<>(
              TextFold.SCOPE, i + 1L, TextFold.idOf(text), Instant.EPOCH, text, false));
    }
    return new PastEvents<>(shown(after), events);
  }

  private LogPrefix shown(int size) {
    return hidesHashes ? LogPrefix.ofDurable(size) : TextFold.prefixOf(log.subList(0, size));
  }

  @Override
  public void fetch(int from, ValidationToken fetched, long after) {
    if (asked != null && fetched.equals(token)) {
      network.accept(new ToOriginator.Page(from, fetched, page((int) after)));
    }
  }

  @Override
  public void respond(ValidationToken answered, Decision<String, List<String>> decision) {
    Waiting submission = asked;
    if (submission == null || !answered.equals(token)) {
      return;
    }
    asked = null;
    statistics.count(
        decision instanceof Decision.Accept
            ? FoldSituation.ACCEPTED_ON_REQUEST
            : FoldSituation.REJECTED_ON_REQUEST);
    count(submission, decision);
    consider();
  }

  private void count(Waiting submission, Decision<String, List<String>> decision) {
    ProspectiveEvent<String> event = submission.event();
    statistics.note("log", log, durable, "counts", event, decision);
    checkDecidedOnAllOfTheLog(event, decision);
    if (durable < log.size()) {
      statistics.count(FoldSituation.ACCEPTED_BEFORE_THE_EVENT_BEFORE_IS_DURABLE);
    }
    if (decision instanceof Decision.Reject<String, List<String>> rejection) {
      rejections.put(event.eventId(), rejection);
      hold(submission, rejected(event, rejection, false));
      return;
    }
    if (event.events().size() > 1) {
      statistics.count(FoldSituation.SEVERAL_EVENTS_ACCEPTED);
    }
    long sequenceNr = log.size() + 1L;
    log.addAll(event.events());
    if (event.sealsLog()) {
      sealedAt = log.size();
    }
    hold(submission, new Result.Accepted<>(event, sequenceNr, decision.meta(), false));
  }

  private void checkDecidedOnAllOfTheLog(
      ProspectiveEvent<String> event, Decision<String, List<String>> decision) {
    Decision<String, List<String>> expected = new TextFold().decide(log, event);
    if (decision instanceof Decision.Reject<String, List<String>> rejection
        && rejection.cause() != null) {
      statistics.count(FoldSituation.VALIDATOR_THREW);
      if (!(expected instanceof Decision.Reject<String, List<String>> thrown)
          || thrown.cause() == null) {
        throw new AssertionError("expected " + expected, rejection.cause());
      }
    } else if (!decision.equals(expected)) {
      throw new AssertionError("decided " + decision + " on " + event + ", expected " + expected);
    }
  }

  private static Result<String, String, List<String>> rejected(
      ProspectiveEvent<String> event,
      Decision.Reject<String, List<String>> rejection,
      boolean isDuplicate) {
    return new Result.Rejected<>(
        event, rejection.reason(), rejection.meta(), rejection.cause(), isDuplicate);
  }

  private void hold(Waiting submission, Result<String, String, List<String>> result) {
    held.add(new Held(submission, new ToOriginator.Ended(submission.from(), result), log.size()));
    release();
  }

  private void release() {
    while (!held.isEmpty() && held.get(0).restsOn() <= durable) {
      network.accept(held.remove(0).answer());
    }
  }

  @Override
  public void becomeDurable(int events) {
    durable = Math.min(log.size(), durable + events);
    release();
  }

  /** The validation under way, or else the next that waits, takes too long. */
  @Override
  public void timeOut() {
    Waiting submission = asked == null ? queue.poll() : asked;
    if (submission != null) {
      asked = null;
      network.accept(
          new ToOriginator.Ended(
              submission.from(),
              new Result.TimedOut<>(submission.event(), "too slow", Duration.ZERO)));
      consider();
    }
  }

  @Override
  public void fail(boolean crashes) {
    fail(crashes, random.nextInt(log.size() - durable + 1));
  }

  @Override
  public void fail(boolean crashes, int survivors) {
    statistics.note("log", log, durable, "fails, crashes:", crashes, "survivors:", survivors);
    statistics.count(
        survivors < log.size() - durable
            ? FoldSituation.LOG_FAILED_AND_LOST_EVENTS
            : FoldSituation.LOG_FAILED_AND_KEPT_UNACKNOWLEDGED_EVENTS);
    List<ToOriginator> answers = new ArrayList<>();
    for (Held answer : held) {
      boolean isStored = log.contains(answer.answered().event().event());
      answers.add(notStored(answer.answered(), isStored));
    }
    if (asked != null) {
      queue.addFirst(asked);
    }
    queue.forEach(waiting -> answers.add(notStored(waiting, false)));
    held.clear();
    queue.clear();
    asked = null;
    durable += survivors;
    log.subList(durable, log.size()).clear();
    sealedAt = durable >= sealedAt ? sealedAt : Integer.MAX_VALUE;
    rejections = new HashMap<>();
    if (!crashes) {
      answers.forEach(network);
    }
  }

  private static ToOriginator notStored(Waiting submission, boolean mayBeStored) {
    ProspectiveEvent<String> event = submission.event();
    return new ToOriginator.Ended(
        submission.from(),
        mayBeStored
            ? new Result.Unknown<>(event, "it failed")
            : new Result.Unavailable<>(event, "it failed"));
  }

  @Override
  public boolean isIdle() {
    return asked == null && queue.isEmpty() && held.isEmpty();
  }

  @Override
  public boolean isOutstanding(@Nullable ValidationToken other) {
    return asked != null && token != null && token.equals(other);
  }

  @Override
  public List<String> all() {
    return log;
  }

  @Override
  public List<String> durable() {
    return log.subList(0, durable);
  }

  @Override
  public void checkAtEnd() {}
}
