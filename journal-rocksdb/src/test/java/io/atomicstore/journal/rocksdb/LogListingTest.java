package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;

/** The list of logs by name where it depends on how they are stored. */
final class LogListingTest {

  private OpenStore open;

  @BeforeEach
  void openStore() {
    open = OpenStore.at(TestDirectories.newDirectory(), "rocksdb-statistics = on");
  }

  @AfterEach
  void close() {
    open.close();
  }

  private List<String> list(String prefix, String after, int max) {
    return open.reader.logs(LogListing.of(prefix, after, max));
  }

  @Test
  void passesOverNumbersThatHoldNoEvent() {
    done(open.submit("nothing", "writer", List.of(skipped(1), skipped(2))));
    done(open.submit("some", "writer", List.of(skipped(1), OpenStore.event(2, List.of()))));

    List<String> logs = list("", "", 10);

    assertThat(logs).containsExactly("some");
  }

  @Test
  void listsALogWhoseFirstEventIsDamaged() throws RocksDBException {
    done(open.append("lot-1", 1));
    done(open.append("lot-2", 1));
    byte[] key = new EventKey("lot-1", 1).toBytes();
    byte[] damaged = open.get(Table.EVENTS, key).clone();
    damaged[damaged.length - 1] ^= 1;

    open.put(Table.EVENTS, key, damaged);

    assertThat(list("", "", 10)).containsExactly("lot-1", "lot-2");
  }

  @Test
  void namesAKeyThatIsNone() throws RocksDBException {
    open.put(Table.EVENTS, new byte[] {0, 9, 'x'}, new byte[] {1});

    assertThatThrownBy(() -> list("", "", 10))
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("a key of 3 bytes");
  }

  @Test
  void costsAPageAndNotTheLengthOfTheLogsOrTheirNumber() {
    long[] sequenceNrs = LongStream.rangeClosed(1, 2_000).toArray();
    for (int log = 100; log < 300; log++) {
      done(open.append("lot-" + log, log < 110 ? sequenceNrs : new long[] {1}));
    }
    long seeksBefore = open.store.ticker(TickerType.NUMBER_DB_SEEK);
    long stepsBefore = open.store.ticker(TickerType.NUMBER_DB_NEXT);

    List<String> page = list("lot-", "lot-102", 5);

    assertThat(page).containsExactly("lot-103", "lot-104", "lot-105", "lot-106", "lot-107");
    assertThat(open.store.ticker(TickerType.NUMBER_DB_SEEK) - seeksBefore).isBetween(5L, 10L);
    assertThat(open.store.ticker(TickerType.NUMBER_DB_NEXT) - stepsBefore).isZero();
  }

  @Test
  void refusesAStoreThatIsClosed() {
    open.store.close();

    assertThatThrownBy(() -> list("", "", 10)).isInstanceOf(StoreUnavailableException.class);
  }

  private static PreparedEvent skipped(long sequenceNr) {
    return PreparedEvent.of(sequenceNr, List.of(), null, EventRecord.skipped());
  }
}
