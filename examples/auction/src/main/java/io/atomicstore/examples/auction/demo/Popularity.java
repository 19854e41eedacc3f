package io.atomicstore.examples.auction.demo;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws lots so that a few are hot: the n-th is drawn 1/n as often as the first (Zipf's law). */
final class Popularity {

  private final double[] cumulated;

  Popularity(int lots) {
    cumulated = new double[lots];
    double sum = 0;
    for (int i = 0; i < lots; i++) {
      sum += 1.0 / (i + 1);
      cumulated[i] = sum;
    }
  }

  /** A number from 0 to the number of lots, exclusive. */
  int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, point);
    // The first whose sum is greater than the point.
    return found >= 0 ? Math.min(found + 1, cumulated.length - 1) : -found - 1;
  }
}
