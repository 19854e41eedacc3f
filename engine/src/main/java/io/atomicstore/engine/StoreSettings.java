package io.atomicstore.engine;

import io.atomicstore.core.LogLimits;
import io.atomicstore.core.ScopeId;
import io.atomicstore.journal.EventIdQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one store share.
 *
 * @param name sets this store's logs apart from those of other stores in the same journal
 * @param limits of each log
 * @param memory how much stays in memory, and how long
 * @param upcasts of the events that earlier versions of the application stored
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
    Upcasts<E> upcasts,
    ValueCodec codec,
    Clock clock,
    LongSupplier nanoClock) {

  /**
   * Ids of Pekko Persistence plugins.
   *
   * @param journalPluginId the empty string is Pekko's default
   * @param snapshotPluginId the empty string is Pekko's default
   * @param readJournalPluginId the empty string is none
   * @param eventIds finds events by their ids; null if the read journal does not
   */
  record Plugins(
      String journalPluginId,
      String snapshotPluginId,
      String readJournalPluginId,
      @Nullable EventIdQuery eventIds) {}

  /**
   * @param liveLogsMax beyond this the logs used least recently leave memory
   * @param idleTimeout a log that nobody used for that long leaves memory
   * @param snapshotEvents how many events are added between two snapshots of a log, at least
   * @param tailBytesMax of a log's durable events that stay in memory
   * @param pageBytesMax of the events in one message
   */
  record Memory(
      int liveLogsMax,
      Duration idleTimeout,
      int snapshotEvents,
      int tailBytesMax,
      int pageBytesMax) {}

  /** The journal's name for the log of that scope. */
  String persistenceId(ScopeId scopeId) {
    return persistenceIdPrefix() + scopeId.value();
  }

  /** What the journal's names of all logs of this store, and of no other, begin with. */
  String persistenceIdPrefix() {
    return name + "|";
  }
}
