package io.atomicstore.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many steps of random histories ran, of which kinds, and what they met. */
final class HistoryStatistics {

  private final Map<Step.Kind, Long> kinds = zeros(Step.Kind.class);
  private final Map<Did.What, Long> effects = zeros(Did.What.class);
  private final Map<Situation, Long> situations = zeros(Situation.class);
  private long begun;
  private long finished;
  private long steps;

  private static <K extends Enum<K>> Map<K, Long> zeros(Class<K> type) {
    Map<K, Long> zeros = new EnumMap<>(type);
    for (K constant : type.getEnumConstants()) {
      zeros.put(constant, 0L);
    }
    return zeros;
  }

  void historyBegan() {
    begun++;
  }

  void historyFinished() {
    finished++;
  }

  void count(Step.Kind kind) {
    steps++;
    kinds.merge(kind, 1L, Long::sum);
  }

  void count(Did.What effect) {
    effects.merge(effect, 1L, Long::sum);
  }

  void count(Situation situation) {
    situations.merge(situation, 1L, Long::sum);
  }

  long steps() {
    return steps;
  }

  boolean hasEveryHistoryFinished() {
    return begun == finished;
  }

  /** How often each kind of step, effect and situation came up, by name. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach((kind, count) -> counts.put("step " + kind, count));
    effects.forEach((effect, count) -> counts.put("effect " + effect, count));
    situations.forEach((situation, count) -> counts.put("situation " + situation, count));
    return counts;
  }

  @Override
  public String toString() {
    return counts().entrySet().stream()
        .map(count -> String.format("%,12d %s", count.getValue(), count.getKey()))
        .collect(
            Collectors.joining(
                "\n", String.format("%,d steps in %,d histories%n", steps, finished), ""));
  }
}
