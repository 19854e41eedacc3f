package io.atomicstore.core;

/**
 * The states that an originator keeps of one scope: the <i>settled</i> one, all of whose events are
 * known to be durable, and the <i>newest</i>, which goes on with events that were shown while they
 * were being written and with events that are predicted to be accepted.
 */
final class KnownStates<S> {

  private KnownState<S> settled = KnownState.ofEmptyPrefix();
  private KnownState<S> newest = KnownState.ofEmptyPrefix();
  private boolean hasShownAllHashes = true;

  KnownState<S> settled() {
    return settled;
  }

  KnownState<S> newest() {
    return newest;
  }

  void newest(KnownState<S> state) {
    newest = state;
  }

  /** All events of this state are durable. Settled never goes back. */
  void settle(KnownState<S> durable) {
    if (durable.sequenceNr() > settled.sequenceNr()) {
      settled = durable;
      if (newest.sequenceNr() <= settled.sequenceNr()) {
        newest = settled;
      }
    }
  }

  /** What is not known to be durable may be lost. */
  void forgetTentative() {
    newest = settled;
  }

  /** The log showed this prefix of itself, perhaps without a hash. */
  void shown(LogPrefix prefix) {
    hasShownAllHashes &= prefix.isHashKnown();
  }

  /**
   * Whether the log finds out by itself if the newest state is not of its events: by the hash, or
   * because durable events can't be others.
   */
  boolean isNewestCertifiable() {
    return newest.prefix().equals(settled.prefix())
        || (hasShownAllHashes && newest.prefix().isHashKnown());
  }

  /** What to tell the log: it may have no hash only if all its events are durable. */
  LogPrefix known() {
    return isNewestCertifiable() ? newest.prefix() : settled.prefix();
  }
}
