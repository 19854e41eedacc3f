package io.atomicstore.originator;

/**
 * How much an originator keeps in memory, and when it decides.
 *
 * @param statesMax of how many scopes it keeps the state; beyond it those used least recently are
 *     forgotten, once they have no open submission. Too few, and the events of a scope are read and
 *     folded again from the first at its next submission; too many, and the states fill the heap.
 * @param statesBytesMax the same in bytes, as {@link io.atomicstore.core.Fold#weightBytes} tells
 *     them, of all states together
 * @param decidesAhead whether it decides as soon as an event is submitted, on the log as it
 *     predicts it: an event then costs one round trip, and is decided on once more only if another
 *     originator was quicker. Without it every event waits to be asked about by the log, and is
 *     decided on when all that precedes it is known: a second round trip, and a scope's events are
 *     decided on one at a time, but the validator is called no more often than it has to be. That
 *     is for validators that take their time.
 */
public record OriginatorSettings(int statesMax, long statesBytesMax, boolean decidesAhead) {

  /** 10,000 states, 64 MiB, and decides ahead. */
  public static final OriginatorSettings DEFAULT = new OriginatorSettings(10_000, 64L << 20, true);

  public OriginatorSettings {
    if (statesMax < 1) {
      throw new IllegalArgumentException("statesMax must be at least 1, found " + statesMax);
    }
    if (statesBytesMax < 1) {
      throw new IllegalArgumentException(
          "statesBytesMax must be at least 1, found " + statesBytesMax);
    }
  }

  /** These settings with another {@link #statesMax}. */
  public OriginatorSettings withStatesMax(int newMax) {
    return new OriginatorSettings(newMax, statesBytesMax, decidesAhead);
  }

  /** These settings with another {@link #statesBytesMax}. */
  public OriginatorSettings withStatesBytesMax(long newMax) {
    return new OriginatorSettings(statesMax, newMax, decidesAhead);
  }

  /** These settings with another {@link #decidesAhead}. */
  public OriginatorSettings withDecidesAhead(boolean newDecidesAhead) {
    return new OriginatorSettings(statesMax, statesBytesMax, newDecidesAhead);
  }
}
