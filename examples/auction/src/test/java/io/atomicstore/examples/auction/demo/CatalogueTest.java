package io.atomicstore.examples.auction.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.examples.auction.Lot;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private static final long SEED = 7;

  @Test
  void holdsTheSameLotsForTheSameSeed() {
    List<Lot> few = catalogue(10).lots();

    List<Lot> many = catalogue(50).lots();

    assertThat(many).startsWith(few.toArray(new Lot[0])).doesNotHaveDuplicates().hasSize(50);
  }

  @Test
  void holdsOtherLotsForAnotherSeed() {
    List<Lot> lots = catalogue(10).lots();

    List<Lot> others = Catalogue.of(10, SEED + 1, new SplittableRandom(SEED + 1)).lots();

    assertThat(others).extracting(Lot::id).doesNotContainAnyElementsOf(ids(lots));
  }

  @Test
  void drawsEarlierLotsMoreOftenAndAllOfThemAtTimes() {
    Catalogue catalogue = catalogue(4);
    SplittableRandom random = new SplittableRandom(SEED);

    Map<Lot, Long> drawn =
        Stream.generate(() -> catalogue.draw(random))
            .limit(10_000)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    // The weights 1, 1/2, 1/3 and 1/4 add up to 25/12.
    List<Long> counts = catalogue.lots().stream().map(drawn::get).toList();
    assertThat(counts.get(0)).isBetween(4_600L, 5_000L);
    assertThat(counts.get(3)).isBetween(1_050L, 1_350L);
    assertThat(counts).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void drawsTheOnlyLot() {
    Catalogue catalogue = catalogue(1);

    Lot drawn = catalogue.draw(new SplittableRandom(SEED));

    assertThat(drawn).isEqualTo(catalogue.lots().get(0));
  }

  private static Catalogue catalogue(int lots) {
    return Catalogue.of(lots, SEED, new SplittableRandom(SEED));
  }

  private static List<String> ids(List<Lot> lots) {
    return lots.stream().map(Lot::id).toList();
  }
}
