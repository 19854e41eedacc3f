package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * What opening a log needs in place of its first events; of the same size however many they are.
 *
 * @param prefix the events it stands for, all durable
 * @param highestId an id that none of their ids exceeds, in the order of {@link EventId}; null if
 *     there is no event
 * @param isSealed whether the last of them seals the log
 */
public record LogSummary(LogPrefix prefix, @Nullable EventId highestId, boolean isSealed) {

  /** That of an empty log. */
  public static final LogSummary EMPTY = new LogSummary(LogPrefix.EMPTY, null, false);

  public LogSummary {
    if ((prefix.sequenceNr() == 0) != (highestId == null)) {
      throw new IllegalArgumentException(
          "the summary of " + prefix.sequenceNr() + " events has the highest id " + highestId);
    }
  }
}
