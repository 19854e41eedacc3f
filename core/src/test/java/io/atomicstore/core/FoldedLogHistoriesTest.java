package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Several hundred thousand random steps of originators that compete for one log. A history that
 * breaks a rule is named by its seed; {@code -Datomicstore.fold.seed=…} plays it alone, {@code
 * -Datomicstore.fold.histories=…} plays more.
 */
class FoldedLogHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("atomicstore.fold.histories", 3_000);
  private static final int STEPS = 400;
  private static final long ENOUGH = 50;

  private final FoldStatistics statistics = new FoldStatistics();

  @Test
  void everyDecisionThatCountsIsTakenOnExactlyTheLog() {
    play(FakeLog::new, HISTORIES);
  }

  @Test
  void everyDecisionThatCountsIsTakenOnExactlyTheRealLog() {
    play(RealLog::new, HISTORIES);

    assertThat(statistics.lookUps).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(statistics.idsFoundByLookUps).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(statistics.openedFromSummaries).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(statistics.responsesTooLate).isGreaterThanOrEqualTo(ENOUGH);
  }

  private void play(FoldHistory.LogFactory logs, int histories) {
    Long onlySeed = Long.getLong("atomicstore.fold.seed");
    if (onlySeed != null) {
      play(onlySeed, logs);
      return;
    }

    for (long seed = 1; seed <= histories; seed++) {
      play(seed, logs);
    }

    System.out.println(statistics);
    assertThat(statistics.situations())
        .allSatisfy((what, count) -> assertThat(count).isGreaterThanOrEqualTo(ENOUGH));
  }

  private void play(long seed, FoldHistory.LogFactory logs) {
    try {
      FoldHistory.play(seed, STEPS, statistics, logs);
    } catch (AssertionError | RuntimeException e) {
      StringBuilder trace = new StringBuilder();
      try {
        FoldHistory.play(seed, STEPS, new FoldStatistics(trace), logs);
      } catch (AssertionError | RuntimeException again) {
        throw new AssertionError(
            "history of seed " + seed + " broke a rule: " + again.getMessage() + trace, e);
      }
      throw new AssertionError("history of seed " + seed + " broke a rule, but not again", e);
    }
  }
}
