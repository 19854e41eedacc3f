package io.atomicstore.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How often random histories of {@link FoldedLog}s met what. */
final class FoldStatistics {

  long steps;
  long requests;
  long lookUps;
  long idsFoundByLookUps;
  long openedFromSummaries;
  long responsesTooLate;
  private final Map<FoldSituation, Long> situations = new EnumMap<>(FoldSituation.class);

  private final @Nullable StringBuilder trace;

  FoldStatistics() {
    this(null);
  }

  /** Writes down what happens, too. */
  FoldStatistics(@Nullable StringBuilder trace) {
    this.trace = trace;
    for (FoldSituation situation : FoldSituation.values()) {
      situations.put(situation, 0L);
    }
  }

  void count(FoldSituation situation) {
    situations.merge(situation, 1L, Long::sum);
  }

  void note(Object... what) {
    if (trace != null) {
      trace.append('\n');
      for (Object part : what) {
        trace.append(part).append(' ');
      }
    }
  }

  Map<FoldSituation, Long> situations() {
    return situations;
  }

  @Override
  public String toString() {
    return situations.entrySet().stream()
        .map(count -> String.format("%,12d %s", count.getValue(), count.getKey()))
        .collect(Collectors.joining("\n", String.format("%,12d steps%n", steps), ""));
  }
}
