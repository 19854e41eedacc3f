package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.journal.rocksdb.RocksDbStore.Reading;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * One page of the logs whose persistence ids begin alike, in the order of their bytes.
 *
 * <p>Events are kept by the length of their log's id first (see {@link EventKey}), so that the ids
 * of one length are in order, and those of all lengths are merged here: each length there is has
 * one id in the queue, the next of that length. Placing an iterator for each length and then for
 * each id of the page is all that a page costs.
 */
final class LogListing {

  /** The length of an id, in front of it in a key. */
  private static final int LENGTH_BYTES = 2;

  private final byte[] prefix;
  private final byte[] after;
  private final int max;

  private LogListing(byte[] prefix, byte[] after, int max) {
    this.prefix = prefix;
    this.after = after;
    this.max = max;
  }

  /**
   * A page to be read.
   *
   * @throws IllegalArgumentException as {@code PersistenceIdsByPrefixQuery} says
   */
  static LogListing of(String prefix, String after, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max must be at least 1, found " + max);
    }
    return new LogListing(utf8("prefix", prefix), utf8("after", after), max);
  }

  private static byte[] utf8(String name, String text) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          name + " must be well-formed UTF-8, found an unpaired surrogate");
    }
    return text.getBytes(UTF_8);
  }

  /** The page, as the store is now. */
  List<String> readFrom(Reading reading) throws RocksDBException {
    List<String> page = new ArrayList<>();
    try (RocksIterator events = reading.iterator(Table.EVENTS)) {
      PriorityQueue<byte[]> nextOfEachLength = firstOfEachLength(events);
      while (page.size() < max && !nextOfEachLength.isEmpty()) {
        byte[] id = nextOfEachLength.remove();
        page.add(new String(id, UTF_8));
        seek(events, id.length, behind(id));
        offerNext(events, id.length, nextOfEachLength);
      }
    }
    return page;
  }

  private PriorityQueue<byte[]> firstOfEachLength(RocksIterator events) throws RocksDBException {
    PriorityQueue<byte[]> firsts = new PriorityQueue<>(Arrays::compareUnsigned);
    int length = Math.max(1, prefix.length);
    while (length <= EventKey.PERSISTENCE_ID_BYTES_MAX && mayFollow()) {
      seek(events, length, firstOfLength(length));
      if (!events.isValid()) {
        return firsts;
      }
      int found = EventKey.idBytesOf(events.key());
      if (found == length) {
        offerNext(events, length, firsts);
        length++;
      } else {
        length = found;
      }
    }
    return firsts;
  }

  /** Whether an id that begins with the prefix can lie behind {@link #after}. */
  private boolean mayFollow() {
    return startsWith(after, 0, prefix) || Arrays.compareUnsigned(after, prefix) < 0;
  }

  /** Where the ids of one length begin that have the prefix and lie behind {@link #after}. */
  private byte[] firstOfLength(int length) {
    if (!startsWith(after, 0, prefix)) {
      return prefix;
    }
    // An id that is the beginning of another, or that other, does not lie behind it.
    return length > after.length ? after : behind(Arrays.copyOf(after, length));
  }

  /** What lies behind the events of the log with this id, and before those of every later one. */
  private static byte[] behind(byte[] id) {
    return ByteBuffer.allocate(id.length + Long.BYTES).put(id).putLong(-1L).array();
  }

  private static void seek(RocksIterator events, int length, byte[] idAndMore)
      throws RocksDBException {
    events.seek(
        ByteBuffer.allocate(LENGTH_BYTES + idAndMore.length)
            .putShort((short) length)
            .put(idAndMore)
            .array());
    events.status();
  }

  /** Enters the log that the iterator is at, if it has that length and the prefix. */
  private void offerNext(RocksIterator events, int length, PriorityQueue<byte[]> logs)
      throws RocksDBException {
    while (events.isValid()) {
      byte[] key = events.key();
      if (EventKey.idBytesOf(key) != length || !startsWith(key, LENGTH_BYTES, prefix)) {
        return;
      }
      if (!EventRecord.isSkipped(events.value())) {
        logs.add(Arrays.copyOfRange(key, LENGTH_BYTES, LENGTH_BYTES + length));
        return;
      }
      // A number that holds no event; that a log begins with one is rare.
      events.next();
      events.status();
    }
  }

  private static boolean startsWith(byte[] bytes, int offset, byte[] prefix) {
    return bytes.length >= offset + prefix.length
        && Arrays.equals(bytes, offset, offset + prefix.length, prefix, 0, prefix.length);
  }
}
