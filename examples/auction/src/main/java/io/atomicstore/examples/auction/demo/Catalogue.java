package io.atomicstore.examples.auction.demo;

import io.atomicstore.examples.auction.Lot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Made-up lots; the earlier ones draw more bidders. */
record Catalogue(List<Lot> lots, Popularity popularity) {

  private static final int OPENING_DOLLARS_MAX = 500;

  Catalogue {
    lots = List.copyOf(lots);
  }

  /**
   * A catalogue of {@code count} lots. Catalogues of the same seed begin with the same lots; lots
   * of different seeds have different ids, and so logs of their own.
   */
  static Catalogue of(int count, long seed, RandomGenerator random) {
    List<Lot> lots = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String id = String.format(Locale.ROOT, "lot-%d-%03d", seed, i);
      lots.add(new Lot(id, 100L * (1 + random.nextInt(OPENING_DOLLARS_MAX))));
    }
    return new Catalogue(lots, new Popularity(count));
  }

  Lot draw(RandomGenerator random) {
    return lots.get(popularity.draw(random));
  }
}
