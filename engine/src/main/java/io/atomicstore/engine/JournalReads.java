package io.atomicstore.engine;

import io.atomicstore.engine.JournalReader.NotRead;
import io.atomicstore.engine.JournalReader.Range;
import io.atomicstore.engine.JournalReader.Read;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.ActorRef;

/**
 * What one log reads from the journal while it is live: a few readings at a time, and first those
 * that the log can't go on without.
 */
final class JournalReads {

  private static final int AT_A_TIME_MAX = 4;

  /**
   * At most {@code waitingMax} look-ups are for submissions and as many for askers of results. The
   * rest is for pages of the past, of which originators ask for one after the other.
   */
  private static final int NEEDED_PER_WAITING_MAX = 3;

  private record Reading(
      Range range, Consumer<List<StoredRecord>> then, Consumer<Throwable> orElse) {}

  private final ActorContext context;
  private final ActorRef journal;
  private final String persistenceId;
  private final int waitingMax;
  private final Map<Long, Reading> underWay = new HashMap<>(4);
  private final ArrayDeque<Reading> needed = new ArrayDeque<>(1);
  private final ArrayDeque<Reading> asked = new ArrayDeque<>(1);
  private long lastId;

  /**
   * @param waitingMax how many readings for those who ask may wait for their turn
   */
  JournalReads(ActorContext context, ActorRef journal, String persistenceId, int waitingMax) {
    this.context = context;
    this.journal = journal;
    this.persistenceId = persistenceId;
    this.waitingMax = waitingMax;
  }

  /**
   * Reads records, all durable, that the log can't go on without, and hands them on in the log's
   * own thread. Does not wait behind {@link #readForAsker}.
   *
   * @param orElse gets the reason if they could not be read
   */
  void read(
      long fromSequenceNr,
      long toSequenceNr,
      Consumer<List<StoredRecord>> then,
      Consumer<Throwable> orElse) {
    take(
        reading(fromSequenceNr, toSequenceNr, then, orElse),
        needed,
        (long) NEEDED_PER_WAITING_MAX * waitingMax);
  }

  /**
   * The same for somebody who asks, and can be refused if too many do.
   *
   * @param orElse gets the reason if they could not be read
   */
  void readForAsker(
      long fromSequenceNr,
      long toSequenceNr,
      Consumer<List<StoredRecord>> then,
      Consumer<Throwable> orElse) {
    take(reading(fromSequenceNr, toSequenceNr, then, orElse), asked, waitingMax);
  }

  private Reading reading(
      long fromSequenceNr,
      long toSequenceNr,
      Consumer<List<StoredRecord>> then,
      Consumer<Throwable> orElse) {
    lastId++;
    return new Reading(
        new Range(lastId, persistenceId, fromSequenceNr, toSequenceNr), then, orElse);
  }

  private void take(Reading reading, ArrayDeque<Reading> waiting, long max) {
    if (underWay.size() < AT_A_TIME_MAX) {
      start(reading);
    } else if (waiting.size() < max) {
      waiting.addLast(reading);
    } else {
      reading
          .orElse()
          .accept(
              new IllegalStateException(waiting.size() + " readings wait for the journal already"));
    }
  }

  private void start(Reading reading) {
    underWay.put(reading.range().id(), reading);
    context.actorOf(JournalReader.props(journal, reading.range()));
  }

  void onRead(Read read) {
    ended(read.id()).then().accept(read.records());
  }

  void onNotRead(NotRead notRead) {
    ended(notRead.id()).orElse().accept(notRead.cause());
  }

  private Reading ended(long id) {
    Reading reading = underWay.remove(id);
    if (reading == null) {
      throw new IllegalStateException("reading " + id + " was not under way");
    }
    Reading next = needed.isEmpty() ? asked.pollFirst() : needed.pollFirst();
    if (next != null) {
      start(next);
    }
    return reading;
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Ends all readings, since the log ends. */
  void end(Throwable cause) {
    List<Reading> ended = List.copyOf(underWay.values());
    underWay.clear();
    ended.forEach(reading -> reading.orElse().accept(cause));
    end(needed, cause);
    end(asked, cause);
  }

  private static void end(ArrayDeque<Reading> waiting, Throwable cause) {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().orElse().accept(cause);
    }
  }
}
