package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** As long as nothing fails, an originator is asked only because others were faster. */
class FastPathHistoriesTest {

  private static final int OPEN_MAX = 12;

  private final FoldStatistics statistics = new FoldStatistics();
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<ToOriginator> toOriginators = new ArrayList<>();
  private final List<ToLog> toLog = new ArrayList<>();
  private final FakeLog log = new FakeLog(random, statistics, false, toOriginators::add);
  private final FoldOriginator one = originator(0);
  private final FoldOriginator other = originator(1);
  private int ids;

  private FoldOriginator originator(int nr) {
    return new FoldOriginator(nr, true, log, statistics, toLog::add);
  }

  @Test
  void aLoneOriginatorIsNeverAskedByALogThatWasEmpty() {
    run(600, one);

    assertThat(statistics.requests).isZero();
    assertThat(log.durable()).hasSizeGreaterThan(300);
  }

  @Test
  void aLoneOriginatorIsAskedOnceByALogThatWasNot() {
    log.begin(List.of("1.0", "2.0", "3.0"));
    ids = 3;
    submit(one);
    finish();

    run(600, one);

    assertThat(statistics.requests).isOne();
  }

  @Test
  void anOriginatorIsNotAskedAnyMoreOnceItsCompetitorIsDone() {
    run(200, one, other);
    long requestsWithCompetitor = statistics.requests;
    runOnce(100, one);
    long requestsBefore = statistics.requests;

    runOnce(600, one);

    assertThat(requestsWithCompetitor).isGreaterThan(50);
    assertThat(statistics.requests).isEqualTo(requestsBefore);
  }

  private void run(int steps, FoldOriginator... originators) {
    runOnce(steps, originators);
    finish();
  }

  /** Each originator keeps as many submissions open as it may, and nothing ever waits for it. */
  private void runOnce(int steps, FoldOriginator... originators) {
    for (int i = 0; i < steps; i++) {
      for (FoldOriginator originator : originators) {
        while (originator.open() < OPEN_MAX) {
          submit(originator);
        }
      }
      for (int messages = random.nextInt(12); messages > 0; messages--) {
        deliver();
      }
      log.becomeDurable(random.nextInt(6));
    }
  }

  private void finish() {
    while (!toLog.isEmpty() || !toOriginators.isEmpty() || !log.isIdle()) {
      deliver();
      log.becomeDurable(1);
    }
  }

  private void submit(FoldOriginator originator) {
    ids++;
    originator.submit(
        new ProspectiveEvent<>(TextFold.SCOPE, TextFold.idOf(ids), List.of(ids + ".0"), false));
  }

  private void deliver() {
    if (!toLog.isEmpty()) {
      toLog.remove(0).deliverTo(log);
    }
    if (!toOriginators.isEmpty()) {
      ToOriginator message = toOriginators.remove(0);
      (message.to() == 0 ? one : other).receive(message);
    }
  }
}
