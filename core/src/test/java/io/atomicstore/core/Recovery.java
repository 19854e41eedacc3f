package io.atomicstore.core;

import java.util.List;

/**
 * What a log of a random history is opened from.
 *
 * @param stored all submissions that the journal holds, in order
 * @param summary stands for the first of them
 * @param summarized how many those are
 */
record Recovery(List<Tracked> stored, LogSummary summary, int summarized) {

  Recovery {
    stored = List.copyOf(stored);
  }
}
