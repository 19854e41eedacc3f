package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import io.atomicstore.originator.EventIds;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A process that grows a log to a million events, does everything with it that can be done, and
 * writes a line "operation = what came of it; milliseconds" for each. A validator that is no fold
 * is not among it: it is shown the list of all events, which does not fit the heap.
 */
final class MillionEvents {

  static final int EVENTS = 1_000_000;
  static final int EVENTS_PER_SUBMISSION = 50;

  private static final int SUBMISSIONS = EVENTS / EVENTS_PER_SUBMISSION;
  private static final int IN_FLIGHT = 32;

  /** Made before all others, and never submitted: that it is new has to be looked up. */
  private static final EventId UNUSED_AND_OLD =
      EventId.parse("00000000-0000-7000-8000-000000000001");

  private final MillionLog log;
  private final List<StoreIfValid<Note>> old = new ArrayList<>();

  private MillionEvents(MillionLog log) {
    this.log = log;
  }

  /**
   * Does it all, and ends.
   *
   * @param args the store's directory
   */
  public static void main(String[] args) {
    try (StoreUnderTest test =
        new StoreUnderTest(
            Path.of(args[0]),
            builder ->
                builder
                    .plugins("atomic-store.rocksdb")
                    .limits(LogLimits.DEFAULT.withRecentIdsMax(100))
                    .liveLogsMax(1))) {
      MillionEvents million = new MillionEvents(new MillionLog(test));
      million.doAll();
    }
    sayHeap();
  }

  private void doAll() {
    log.say("grow", this::grow);
    store();
    submitAgain("");
    read();
    subscribe();
    log.say("passivate", log::passivate);
    log.say("passivated, ahead", () -> log.store(log.ahead()));
    submitAgain("passivated, ");
    log.say("reopen", log::reopen);
    log.say("reopened, asked", () -> log.store(log.asked()));
    submitAgain("reopened, ");
    log.say("reopened, ahead", () -> log.store(log.ahead()));
    seal();
  }

  private String grow() {
    Originator<Note, Reason, String> ahead = log.ahead();
    Deque<CompletionStage<Result<Note, Reason, String>>> inFlight = new ArrayDeque<>();
    for (int i = 0; i < SUBMISSIONS; i++) {
      StoreIfValid<Note> submission = log.submission(EVENTS_PER_SUBMISSION);
      if (i == 0 || i == SUBMISSIONS / 2 || i == SUBMISSIONS - 1) {
        old.add(submission);
      }
      inFlight.addLast(ahead.storeIfValid(submission));
      while (inFlight.size() > (i < SUBMISSIONS - 1 ? IN_FLIGHT : 0)) {
        log.stored(MillionLog.await(inFlight.removeFirst()));
      }
    }
    return log.end();
  }

  private void store() {
    log.say("ahead", () -> log.store(log.ahead()));
    log.say("asked", () -> log.store(log.asked()));
    log.say("new, ahead", () -> log.store(log.newAhead()));
    log.say("rejected, ahead", () -> log.submit(log.ahead(), log.unwanted()));
    log.say("rejected, asked", () -> log.submit(log.asked(), log.unwanted()));
    log.say("expectation met", log::storeExpected);
    log.say("expectation missed", () -> log.submitExpecting(log.submission(1), 1));
    log.say("several", () -> log.submit(log.ahead(), log.submission(3)));
    log.say("several, asked", () -> log.submit(log.asked(), log.submission(3)));
  }

  /** What was stored long ago is known: the first, the one in the middle and the last. */
  private void submitAgain(String when) {
    for (int i = 0; i < old.size(); i++) {
      StoreIfValid<Note> submission = old.get(i);
      StoreIfValid<Note> other = log.submission(1).withEventId(submission.eventId());
      String name = when + "old " + i + ", ";
      log.say(name + "result", () -> log.result(submission.eventId()));
      log.say(name + "ahead", () -> log.submit(log.ahead(), submission));
      log.say(name + "asked", () -> log.submit(log.asked(), submission));
      log.say(name + "expecting", () -> log.submitExpecting(submission, 7));
      log.say(name + "with other bytes", () -> log.submit(log.ahead(), other));
    }
    log.say(when + "result of a new id", () -> log.result(EventIds.next()));
    log.say(when + "result of an old id", () -> log.result(UNUSED_AND_OLD));
  }

  private void read() {
    log.say("all", () -> log.read(EventRange.all()));
    log.say("backwards", () -> log.read(EventRange.backwards().limit(1_000)));
    log.say("middle", () -> log.read(EventRange.forwards(EVENTS / 2).limit(1_000)));
    log.say("middle backwards", () -> log.read(EventRange.backwards(EVENTS / 2).limit(1_000)));
  }

  private void subscribe() {
    log.say("subscribe", () -> log.subscribeAndStore(0));
    log.say("subscribe near the end", () -> log.subscribeAndStore(EVENTS - 10));
    log.say("subscribe to all", () -> log.subscribeToAllAndStore(null));
    log.say("subscribe to all behind a token", () -> log.subscribeToAllAndStore(log.token()));
  }

  private void seal() {
    StoreIfValid<Note> sealing = log.submission(2).sealingLog();
    log.say("seal", () -> log.submit(log.ahead(), sealing));
    log.say("sealed, again", () -> log.submit(log.ahead(), sealing));
    log.say("sealed, result", () -> log.result(sealing.eventId()));
    log.say("sealed, ahead", () -> log.submit(log.ahead(), log.submission(1)));
    log.say("sealed, asked", () -> log.submit(log.asked(), log.submission(1)));
    submitAgain("sealed, ");
    log.say("sealed, backwards", () -> log.read(EventRange.backwards().limit(10)));
    log.say("sealed, subscribe near the end", () -> log.subscribe(EVENTS - 10));
  }

  /** At its highest, garbage included, and what is left after a collection. */
  private static void sayHeap() {
    StringBuilder said = new StringBuilder("heap in MiB, at most:");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        said.append(" ").append(pool.getName());
        said.append(" ").append(pool.getPeakUsage().getUsed() >> 20).append(",");
      }
    }
    System.gc();
    long leftBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.println(said.append(" left ").append(leftBytes >> 20));
  }
}
