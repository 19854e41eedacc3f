package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The format of a store as a whole, under a key of its own in {@link Table#DEFAULT}.
 *
 * <pre>
 *   key    atomic-store-format
 *   value  the number, as a text
 * </pre>
 *
 * Format 1 has no {@link Table#EVENT_IDS}; otherwise it is format 2.
 */
final class StoreFormat {

  private static final byte[] KEY = "atomic-store-format".getBytes(UTF_8);
  private static final String CURRENT = "2";

  private StoreFormat() {}

  /**
   * Brings a store to the current format.
   *
   * @throws StoreUnavailableException if its format is not known
   * @throws MigrationRefusedException if its format is older and it cannot be migrated
   */
  static void bringUpToDate(RocksDbStore store, IndexedIds ids) {
    String found = read(store);
    if (found == null) {
      begin(store);
    } else if (found.equals("1")) {
      Migration1To2.run(store, ids);
    } else if (!found.equals(CURRENT)) {
      throw new StoreUnavailableException(
          store.directory(),
          "has format " + found + ", this program reads formats 1 and " + CURRENT,
          null);
    }
  }

  static void write(WriteBatch batch, String format) throws RocksDBException {
    batch.put(KEY, format.getBytes(UTF_8));
  }

  private static @Nullable String read(RocksDbStore store) {
    byte[] found = store.<byte @Nullable []>read(reading -> reading.get(Table.DEFAULT, KEY));
    return found == null ? null : new String(found, UTF_8);
  }

  private static void begin(RocksDbStore store) {
    try {
      store.write(batch -> write(batch, CURRENT));
    } catch (RocksDBException e) {
      throw new StoreUnavailableException(
          store.directory(), "cannot be written: " + e.getMessage(), e);
    }
  }
}
