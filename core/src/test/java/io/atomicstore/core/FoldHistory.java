package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a {@link TextLog} and its originators, some of which judge and some of
 * which ask, over a network that loses, repeats and reorders.
 */
final class FoldHistory {

  private final SplittableRandom random;
  private final FoldStatistics statistics;
  private final TextLog log;
  private final List<FoldOriginator> originators = new ArrayList<>();
  private final List<ToOriginator> toOriginators = new ArrayList<>();
  private final List<ToLog> toLog = new ArrayList<>();
  private final List<ProspectiveEvent<String>> submitted = new ArrayList<>();

  /** One message in so many is lost, or late; one step in so many is a failure. */
  private final int lostOneIn;

  private final int lateOneIn;
  private final int failureOneIn;
  private final int durableOneIn;

  /** Then nobody can tell the log of an old owner from that of the new one, nor has to. */
  private final boolean hidesHashes;

  private int ids;
  private @Nullable TextLog oldOwner;

  /** Makes the log of a history. */
  interface LogFactory {
    TextLog create(
        SplittableRandom random,
        FoldStatistics statistics,
        boolean hidesHashes,
        Consumer<ToOriginator> network);
  }

  private FoldHistory(long seed, FoldStatistics statistics, LogFactory logs) {
    this.random = new SplittableRandom(seed);
    this.statistics = statistics;
    this.hidesHashes = random.nextInt(8) == 0;
    this.log = logs.create(random, statistics, hidesHashes, toOriginators::add);
    this.lostOneIn = random.nextInt(3) == 0 ? Integer.MAX_VALUE : 8 + random.nextInt(60);
    this.lateOneIn = random.nextInt(3) == 0 ? Integer.MAX_VALUE : 4 + random.nextInt(30);
    this.failureOneIn = random.nextInt(3) == 0 ? Integer.MAX_VALUE : 50 + random.nextInt(200);
    this.durableOneIn = 3 + random.nextInt(40);
    List<String> before = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      before.add(nextId() + ".0");
    }
    log.begin(before);
    for (int nr = 0; nr < 1 + random.nextInt(3); nr++) {
      originators.add(new FoldOriginator(nr, random.nextInt(3) > 0, log, statistics, toLog::add));
    }
  }

  static void play(long seed, int steps, FoldStatistics statistics, LogFactory logs) {
    FoldHistory history = new FoldHistory(seed, statistics, logs);
    for (int i = 0; i < steps; i++) {
      statistics.steps++;
      history.step();
    }
    history.end();
  }

  private void step() {
    if (random.nextInt(failureOneIn) == 0) {
      fail();
    }
    if (random.nextInt(durableOneIn) == 0) {
      log.becomeDurable(1 + random.nextInt(8));
    }
    FoldOriginator originator = originators.get(random.nextInt(originators.size()));
    int step = random.nextInt(100);
    if (step < 20) {
      submit(originator);
    } else if (step < 55) {
      deliverToLog();
    } else if (step < 90) {
      deliverToOriginators();
    } else if (step < 97) {
      originator.decide(random);
    } else {
      rareStep(originator);
    }
  }

  private void rareStep(FoldOriginator originator) {
    if (lostOneIn == Integer.MAX_VALUE) {
      originator.forget(false);
      return;
    }
    switch (random.nextInt(8)) {
      case 0, 1 -> log.timeOut();
      case 2 -> originator.giveUpOne(random);
      case 3 -> originator.forget(random.nextInt(4) == 0);
      case 4 -> endOldOwner();
      default -> originator.pageOverdue(random);
    }
  }

  private void fail() {
    endOldOwner();
    if (!hidesHashes && random.nextInt(3) == 0) {
      statistics.count(FoldSituation.OLD_OWNER_WENT_ON);
      oldOwner = log.ofOldOwner();
      log.fail(true);
    } else {
      log.fail(random.nextInt(4) == 0);
    }
    if (originators.stream().anyMatch(FoldOriginator::knowsLostEvents)) {
      statistics.count(FoldSituation.STATE_OF_LOST_EVENTS_WAS_KNOWN);
    }
  }

  /** Its first write that fails tells it that another one took over. */
  private void endOldOwner() {
    if (oldOwner != null) {
      oldOwner.fail(false, 0);
      oldOwner = null;
    }
  }

  private void submit(FoldOriginator originator) {
    if (originator.open() > 15) {
      return;
    }
    for (int i = random.nextInt(5) == 0 ? 6 : 1; i > 0; i--) {
      if (random.nextInt(25) == 0 && !submitted.isEmpty()) {
        int back = random.nextInt(Math.min(12, submitted.size()));
        statistics.count(FoldSituation.SUBMITTED_AGAIN_AFTER_IT_ENDED);
        originator.submit(submitted.get(submitted.size() - 1 - back));
      } else {
        ProspectiveEvent<String> event = newEvent();
        submitted.add(event);
        originator.submit(event);
      }
    }
  }

  private ProspectiveEvent<String> newEvent() {
    int id = nextId();
    List<String> texts = new ArrayList<>();
    texts.add(id + ".0" + (random.nextInt(20) == 0 ? "!" : ""));
    while (random.nextInt(5) == 0) {
      texts.add(id + "." + texts.size());
    }
    return new ProspectiveEvent<>(
        TextFold.SCOPE, TextFold.idOf(id), texts, random.nextInt(400) == 0);
  }

  private int nextId() {
    ids++;
    return ids;
  }

  private int pick(int size) {
    return random.nextInt(lateOneIn) == 0 ? random.nextInt(size) : 0;
  }

  private boolean isLost() {
    return random.nextInt(lostOneIn) == 0;
  }

  private void deliverToLog() {
    if (toLog.isEmpty()) {
      return;
    }
    ToLog message = toLog.remove(pick(toLog.size()));
    if (isLost()) {
      return;
    }
    boolean isForOldOwner =
        message.token() == null ? random.nextInt(6) == 0 : !log.isOutstanding(message.token());
    message.deliverTo(oldOwner != null && isForOldOwner ? oldOwner : log);
  }

  private void deliverToOriginators() {
    if (toOriginators.isEmpty()) {
      return;
    }
    int picked = pick(toOriginators.size());
    ToOriginator message = toOriginators.remove(picked);
    boolean isResult = message instanceof ToOriginator.Ended;
    boolean isPage = message instanceof ToOriginator.Page;
    if (isLost() && (!isResult || random.nextInt(4) == 0)) {
      if (isResult || isPage) {
        statistics.count(isResult ? FoldSituation.RESULT_LOST : FoldSituation.PAGE_LOST);
      }
      return;
    }
    if (picked > 0 && (isResult || isPage)) {
      statistics.count(isResult ? FoldSituation.RESULT_OVERTOOK : FoldSituation.PAGE_OVERTOOK);
    }
    originators.get(message.to()).receive(message);
    if (!isResult && random.nextInt(lateOneIn) == 0) {
      statistics.count(isPage ? FoldSituation.PAGE_CAME_AGAIN : FoldSituation.REQUEST_CAME_AGAIN);
      toOriginators.add(random.nextInt(toOriginators.size() + 1), message);
    }
  }

  /** Everything under way comes to its end; what got no result is given up. */
  private void end() {
    endOldOwner();
    for (int i = 0; i < 20_000 && !isQuiet(); i++) {
      deliverToLog();
      deliverToOriginators();
      log.becomeDurable(5);
      for (FoldOriginator originator : originators) {
        originator.decide(random);
      }
      if (toLog.isEmpty() && toOriginators.isEmpty() && random.nextInt(4) == 0) {
        log.timeOut();
      }
    }
    assertThat(isQuiet()).as("everything comes to its end").isTrue();
    for (FoldOriginator originator : originators) {
      while (!originator.isIdle()) {
        assertThat(originator.giveUpOne(random)).isTrue();
        while (!isQuiet()) {
          deliverToLog();
          deliverToOriginators();
          log.becomeDurable(5);
          originator.decide(random);
          log.timeOut();
        }
      }
      assertThat(originator.open()).as("nothing is left").isZero();
    }
    log.checkAtEnd();
  }

  private boolean isQuiet() {
    return toLog.isEmpty() && toOriginators.isEmpty() && log.isIdle();
  }
}
