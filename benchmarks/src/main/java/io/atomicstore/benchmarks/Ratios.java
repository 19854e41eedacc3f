package io.atomicstore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ratios of two things that were measured in alternation. */
final class Ratios {

  private final List<Double> sorted = new ArrayList<>();

  void add(double ratio) {
    sorted.add(ratio);
    sorted.sort(null);
  }

  /** The median, and the first and third quartile. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "median %.3f (quartiles %.3f to %.3f)",
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() / 4),
        sorted.get(sorted.size() * 3 / 4));
  }
}
