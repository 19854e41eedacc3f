package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.journal.rocksdb.WriteCommand.DeleteEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

final class VerificationTest {

  private OpenStore open;

  @BeforeEach
  void storeSomeEvents() {
    open = OpenStore.at(TestDirectories.newDirectory());
    done(open.append("lot-1", 1, 2, 3));
    done(open.append("lot-2", 1));
    done(open.appendTagged("lot-3", 1, "watch"));
    done(open.groupCommit.submit(new DeleteEvents("lot-1", 1)));
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void countsWhatItReadAndFindsNoFaultInASoundStore() {
    List<Long> progress = new ArrayList<>();

    VerificationReport report = open.verify(progress::add);

    assertThat(report).isEqualTo(new VerificationReport(3, 4, 3, 4, 0, 0, List.of()));
    assertThat(report.isFaultless()).isTrue();
    assertThat(progress).isNotEmpty();
  }

  @Test
  void namesADamagedEvent() throws RocksDBException {
    byte[] key = new EventKey("lot-2", 1).toBytes();
    byte[] value = open.get(Table.EVENTS, key);
    value[Checksum.HEADER_BYTES + 10] ^= 4;
    open.put(Table.EVENTS, key, value);

    assertFault("lot-2", 1, "expected CRC32C");
  }

  @Test
  void namesAMissingEvent() throws RocksDBException {
    open.remove(Table.EVENTS, new EventKey("lot-1", 2).toBytes());

    assertFault("lot-1", 2, "lacks the event with sequence number 2");
  }

  @Test
  void namesTheLastEventOfALogWhenItIsMissing() throws RocksDBException {
    open.remove(Table.EVENTS, new EventKey("lot-1", 3).toBytes());

    assertFault("lot-1", 3, "only its commit record");
  }

  @Test
  void namesTheEventsOfAMissingCommitRecord() throws RocksDBException {
    open.remove(Table.COMMITS, CommitRecord.key(4));

    assertFault("lot-2", 1, "no commit record names it");
    assertFault("", 0, "commit records lack ordering 4");
  }

  @Test
  void namesAnEventThatItsTagDoesNotLeadTo() throws RocksDBException {
    open.remove(Table.TAGS, EventKey.of(IndexEntry.tagPrefix("watch"), 5));

    assertFault("lot-3", 1, "no entry of index TAGS leads to it");
  }

  @Test
  void namesALogThatIsNotListed() throws RocksDBException {
    open.remove(Table.LOGS, CommitRecord.key(4));

    assertFault("lot-2", 1, "no entry of index LOGS leads to it");
  }

  @Test
  void namesATagThatLeadsNowhere() throws RocksDBException {
    byte[] key = EventKey.of(IndexEntry.tagPrefix("ghost"), 9);
    open.put(Table.TAGS, key, IndexEntry.encode(key, new EventKey("lot-9", 9).toBytes()));

    assertFault("lot-9", 9, "only its index entry");
  }

  @Test
  void namesADamagedSnapshot() throws RocksDBException {
    byte[] key = new EventKey("lot-1", 2).toBytes();
    open.put(Table.SNAPSHOTS, key, "not a snapshot".getBytes(UTF_8));

    assertFault("lot-1", 2, "the snapshot");
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
