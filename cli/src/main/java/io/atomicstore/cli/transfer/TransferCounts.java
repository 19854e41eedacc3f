package io.atomicstore.cli.transfer;

import java.util.concurrent.atomic.AtomicLong;

/** How far a transfer has come, for whoever watches it. Usable from any thread. */
public final class TransferCounts {

  private final AtomicLong logs = new AtomicLong();
  private final AtomicLong logsInAll = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong eventsInAll = new AtomicLong();
  private final AtomicLong eventsBefore = new AtomicLong();

  /** Logs that are done. */
  public long logs() {
    return logs.get();
  }

  /** Logs there are; 0 while that is not known. */
  public long logsInAll() {
    return logsInAll.get();
  }

  /** Events that are done, those of {@link #eventsBefore} included. */
  public long events() {
    return events.get();
  }

  /** Events there are; 0 while that is not known. */
  public long eventsInAll() {
    return eventsInAll.get();
  }

  /** Events that were there before this run: it had nothing to do for them. */
  public long eventsBefore() {
    return eventsBefore.get();
  }

  void expect(long newLogsInAll, long newEventsInAll) {
    logsInAll.set(newLogsInAll);
    eventsInAll.set(newEventsInAll);
  }

  void addLogs(long more) {
    logs.addAndGet(more);
  }

  void addEvents(long more) {
    events.addAndGet(more);
  }

  void addEventsBefore(long more) {
    events.addAndGet(more);
    eventsBefore.addAndGet(more);
  }
}
