package io.atomicstore.journal.rocksdb;

import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows where the recently written logs end and says which write may follow. Owned by the writing
 * thread.
 *
 * <p>A write is refused if a number of it is taken or would leave a hole. From then on every write
 * of the same writer to that log is refused too, since it was built on the refused one: that is how
 * a queue full of a log's writes fails as a whole. A log that is not remembered is looked up;
 * forgetting costs that look-up and nothing else.
 */
final class LogHeads {

  private final int rememberedMax;
  private final HighestSequenceNrs stored;
  private final Map<String, Head> heads = new LinkedHashMap<>(16, 0.75f, true);

  /** Looks up the end of a log that is not remembered. */
  interface HighestSequenceNrs {
    long of(String persistenceId, byte[] prefix);
  }

  LogHeads(int rememberedMax, HighestSequenceNrs stored) {
    this.rememberedMax = rememberedMax;
    this.stored = stored;
  }

  /**
   * Admits a write, moving the end of its log, or says why not.
   *
   * @return null if the write may be stored
   */
  @Nullable RuntimeException refusal(AppendEvents write) {
    Head head = head(write.persistenceId, write.prefix);
    RuntimeException refusal = check(head, write);
    if (refusal == null) {
      head.refusedWriter = null;
    } else {
      head.refusedWriter = write.writerUuid;
    }
    return refusal;
  }

  /** The highest sequence number of the log, admitted writes included. */
  long highest(String persistenceId, byte[] prefix) {
    return head(persistenceId, prefix).stored;
  }

  /**
   * Forgets the logs not written for the longest time. Only between commits: in the middle of one
   * the look-up would not see what is admitted and not yet stored.
   */
  void forgetOldest() {
    Iterator<Head> oldestFirst = heads.values().iterator();
    while (heads.size() > rememberedMax) {
      oldestFirst.next();
      oldestFirst.remove();
    }
  }

  int remembered() {
    return heads.size();
  }

  private Head head(String persistenceId, byte[] prefix) {
    Head head = heads.get(persistenceId);
    if (head == null) {
      head = new Head(stored.of(persistenceId, prefix));
      heads.put(persistenceId, head);
    }
    return head;
  }

  private static @Nullable RuntimeException check(Head head, AppendEvents write) {
    long highest = head.stored;
    long next = head.next;
    for (PreparedEvent event : write.events) {
      long sequenceNr = event.sequenceNr;
      if (write.writerUuid.equals(head.refusedWriter)) {
        return SequenceNrGapException.afterRefusal(
            write.persistenceId, sequenceNr, write.writerUuid);
      }
      if (sequenceNr <= highest) {
        return new SequenceNrTakenException(write.persistenceId, sequenceNr, highest);
      }
      // Between the highest and the next lie numbers whose events were rejected: free, not needed.
      if (sequenceNr > next) {
        return SequenceNrGapException.missing(write.persistenceId, sequenceNr, next);
      }
      next = sequenceNr + 1;
      if (!event.isRejected()) {
        highest = sequenceNr;
      }
    }
    head.stored = highest;
    head.next = next;
    return null;
  }

  private static final class Head {
    private long stored;
    private long next;
    private @Nullable String refusedWriter;

    private Head(long stored) {
      this.stored = stored;
      this.next = stored + 1;
    }
  }
}
