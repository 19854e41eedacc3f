package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Some millions of random steps, each compared with a naive model of the log and checked against
 * the rules. A history that breaks one is shrunk and printed with its seed; {@code @Property(seed =
 * "…")} plays it again.
 */
class RandomHistoriesTest {

  /** How often anything must come up that a history can run into. */
  private static final long ENOUGH = 50;

  private final HistoryStatistics statistics = new HistoryStatistics();

  @Property(tries = 15_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.FULL)
  void everyRandomHistoryKeepsTheRules(
      @ForAll("limits") LogLimits limits, @ForAll("histories") List<Step> steps) {
    History.play(limits, steps, statistics);
  }

  @Property(
      tries = 4_000,
      seed = "42",
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.FULL)
  void everySituationComesUpOftenInTheSameHistoriesEachTime(
      @ForAll("limits") LogLimits limits, @ForAll("histories") List<Step> steps) {
    History.play(limits, steps, statistics);
  }

  @AfterProperty
  void everyStepEffectAndSituationCameUpOften() {
    System.out.println(statistics);

    if (statistics.hasEveryHistoryFinished()) {
      assertThat(statistics.steps()).isGreaterThan(250_000);
      assertThat(statistics.counts())
          .allSatisfy((what, count) -> assertThat(count).isGreaterThanOrEqualTo(ENOUGH));
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    List<Step.Kind> kindsByWeight =
        Arrays.stream(Step.Kind.values())
            .flatMap(kind -> Collections.nCopies(kind.weight, kind).stream())
            .toList();
    Arbitrary<Integer> picks =
        Arbitraries.integers()
            .between(0, Step.PICK_MAX)
            .withDistribution(RandomDistribution.uniform());
    return Combinators.combine(Arbitraries.of(kindsByWeight), picks, picks, picks)
        .as(Step::new)
        .list()
        .ofMaxSize(400)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  @Provide
  Arbitrary<LogLimits> limits() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 16),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 200),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(1, 1, 2, 3, 5, 1_000))
        .as(
            (events, eventsTogether, moreBytes, results, recentIds) ->
                new LogLimits(
                    events,
                    40 + moreBytes,
                    Math.min(events, eventsTogether),
                    40,
                    results,
                    recentIds,
                    Duration.ofNanos(100)));
  }
}
