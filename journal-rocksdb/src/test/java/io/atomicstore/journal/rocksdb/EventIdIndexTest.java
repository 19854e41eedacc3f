package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;

/** The index of event ids, sound and damaged. */
final class EventIdIndexTest {

  private static final UUID FIRST = new UUID(0x0190_0000_0000_7000L, 1);
  private static final UUID SECOND = new UUID(0x0190_0000_0000_7000L, 2);
  private static final UUID THIRD = new UUID(0x0190_0000_0000_7000L, 3);

  private OpenStore open;

  @BeforeEach
  void storeSomeEvents() {
    open = OpenStore.at(TestDirectories.newDirectory(), "rocksdb-statistics = on");
    done(open.appendIdentified("lot-1", 1, FIRST, SECOND, THIRD));
    done(open.append("lot-2", 1));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void isSoundWhenEveryIdLeadsToItsEvent() {
    done(open.groupCommit.submit(new DeleteEvents("lot-1", 1)));

    VerificationReport report = open.verify();

    assertThat(report.faults()).isEmpty();
    assertThat(report.indexEntries()).isEqualTo(2 + 3);
    assertThat(open.reader.sequenceNrOf("lot-1", FIRST)).isZero();
    assertThat(open.reader.sequenceNrOf("lot-1", SECOND)).isEqualTo(2);
  }

  @Test
  void survivesACrashTogetherWithItsEvents() {
    try (OpenStore crashed = OpenStore.at(open.crash())) {
      assertThat(crashed.reader.sequenceNrOf("lot-1", THIRD)).isEqualTo(3);
      assertThat(crashed.verify().faults()).isEmpty();
    }
  }

  @Test
  void noticesEveryBitThatIsFlippedInAnEntry() throws RocksDBException {
    byte[] key = key("lot-1", SECOND);
    byte[] value = open.get(Table.EVENT_IDS, key);

    for (int bit = 0; bit < 8 * value.length; bit++) {
      byte[] flipped = value.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      open.put(Table.EVENT_IDS, key, flipped);

      assertThatThrownBy(() -> open.reader.sequenceNrOf("lot-1", SECOND))
          .as("bit %d", bit)
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("index of event ids of persistence id 'lot-1'");
      assertFault("lot-1", 0, "an entry of the index of event ids");
    }
  }

  @Test
  void noticesAnEntryThatIsTorn() throws RocksDBException {
    byte[] key = key("lot-1", SECOND);
    byte[] value = open.get(Table.EVENT_IDS, key);

    for (int length = 0; length < value.length; length++) {
      open.put(Table.EVENT_IDS, key, Arrays.copyOf(value, length));

      assertThatThrownBy(() -> open.reader.sequenceNrOf("lot-1", SECOND))
          .as("%d of %d bytes", length, value.length)
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("index of event ids of persistence id 'lot-1'");
      assertFault("lot-1", 0, "an entry of the index of event ids");
    }
  }

  @Test
  void noticesAnEntryUnderTheKeyOfAnother() throws RocksDBException {
    open.put(Table.EVENT_IDS, key("lot-1", SECOND), open.get(Table.EVENT_IDS, key("lot-1", FIRST)));

    assertThatThrownBy(() -> open.reader.sequenceNrOf("lot-1", SECOND))
        .isInstanceOf(CorruptRecordException.class);
    assertFault("lot-1", 0, "expected CRC32C");
  }

  @Test
  void namesTheEventThatAnEntryLeadsToAndThatIsMissing() throws RocksDBException {
    open.remove(Table.EVENTS, new EventKey("lot-1", 3).toBytes());

    assertThatThrownBy(() -> open.reader.sequenceNrOf("lot-1", THIRD))
        .isInstanceOfSatisfying(
            CorruptRecordException.class,
            missing -> {
              assertThat(missing.persistenceId()).isEqualTo("lot-1");
              assertThat(missing.sequenceNr()).isEqualTo(3);
            });
    assertFault("lot-1", 3, "only its entry in the index of event ids");
  }

  @Test
  void namesTheEventThatLacksItsEntry() throws RocksDBException {
    open.remove(Table.EVENT_IDS, key("lot-1", SECOND));

    assertFault("lot-1", 2, "no entry of the index of event ids leads to it, which has id");
  }

  @Test
  void namesTheEventToWhichAnEntryLeadsThatItDoesNotHave() throws RocksDBException {
    UUID wrong = new UUID(0, 9);
    byte[] key = key("lot-2", wrong);
    open.put(Table.EVENT_IDS, key, EventIdEntry.encode(key, 1));

    assertFault("lot-2", 1, "leads to it from id " + wrong + ", which it does not have");
  }

  @Test
  void namesAnEventWhosePayloadCannotBeRead() {
    EventRecord.Parts parts = new EventRecord.Parts();
    parts.serializerId = OpenStore.UNREADABLE;
    parts.manifest = "Bid".getBytes(UTF_8);
    PreparedEvent unreadable = PreparedEvent.of(2, List.of(), null, EventRecord.encode(parts));
    done(open.submit("lot-2", "writer", List.of(unreadable)));

    assertFault("lot-2", 2, "cannot be deserialized (serializer -1, manifest 'Bid')");
  }

  @Test
  void readsNoFileForAnIdThatIsNotThere() {
    open.close();
    open = OpenStore.at(open.store.directory(), "rocksdb-statistics = on");
    assertThat(open.reader.sequenceNrOf("lot-1", FIRST)).isEqualTo(1);
    long useful = open.store.ticker(TickerType.BLOOM_FILTER_USEFUL);
    long misses = open.store.ticker(TickerType.BLOCK_CACHE_DATA_MISS);

    for (long absent = 1_000; absent < 1_100; absent++) {
      assertThat(open.reader.sequenceNrOf("lot-9", new UUID(absent, absent))).isZero();
    }

    assertThat(open.store.ticker(TickerType.BLOOM_FILTER_USEFUL) - useful).isGreaterThan(90);
    assertThat(open.store.ticker(TickerType.BLOCK_CACHE_DATA_MISS)).isEqualTo(misses);
  }

  private static byte[] key(String persistenceId, UUID id) {
    return EventIdEntry.key(EventKey.prefixOf(persistenceId), id);
  }

  private void assertFault(String persistenceId, long sequenceNr, String description) {
    assertThat(open.verify().faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.persistenceId()).isEqualTo(persistenceId);
              assertThat(fault.sequenceNr()).isEqualTo(sequenceNr);
              assertThat(fault.description()).contains(description);
            });
  }
}
