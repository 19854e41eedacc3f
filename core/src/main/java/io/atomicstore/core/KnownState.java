package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * The state folded from a prefix of a log.
 *
 * @param state null only of the empty prefix: the application makes it when it is needed, and may
 *     throw then
 */
record KnownState<S>(LogPrefix prefix, @Nullable S state) {

  /** The state of the empty prefix, which every log begins with. */
  static <S> KnownState<S> ofEmptyPrefix() {
    return new KnownState<>(LogPrefix.EMPTY, null);
  }

  long sequenceNr() {
    return prefix.sequenceNr();
  }

  /** The same state; {@code same} names the same events, with their hash if that is known. */
  KnownState<S> of(LogPrefix same) {
    return same.isHashKnown() ? new KnownState<>(same, state) : this;
  }
}
