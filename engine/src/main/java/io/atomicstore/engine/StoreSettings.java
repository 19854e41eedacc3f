package io.atomicstore.engine;

import io.atomicstore.core.LogLimits;
import io.atomicstore.core.ScopeId;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the parts of one store share.
 *
 * @param name sets this store's logs apart from those of other stores in the same journal
 * @param limits of each log
 * @param memory how many logs stay in memory, and how long
 * @param codec writes and reads the application's values
 * @param clock tells when an event was stored
 * @param nanoClock monotonic, starting at 0 or later; deadlines are measured by it alone
 */
record StoreSettings<E, R>(
    String name,
    Class<E> eventClass,
    Scoped<E> scoped,
    R timeoutReason,
    LogLimits limits,
    Plugins plugins,
    Memory memory,
    ValueCodec codec,
    Clock clock,
    LongSupplier nanoClock) {

  /** Ids of Pekko Persistence plugins; the empty string is Pekko's default. */
  record Plugins(String journalPluginId, String snapshotPluginId) {}

  /**
   * @param liveLogsMax beyond this the logs used least recently leave memory
   * @param idleTimeout a log that nobody used for that long leaves memory
   * @param snapshotEvents how many events are added between two snapshots of a log, at least
   */
  record Memory(int liveLogsMax, Duration idleTimeout, int snapshotEvents) {}

  /** The journal's name for the log of that scope. */
  String persistenceId(ScopeId scopeId) {
    return name + "|" + scopeId.value();
  }
}
