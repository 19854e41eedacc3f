package io.atomicstore.journal.rocksdb;

import static io.atomicstore.testkit.QueryProbe.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.testkit.EventWriter;
import io.atomicstore.testkit.QueryProbe;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.testkit.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import scala.jdk.javaapi.CollectionConverters;

/** The store as an application meets it, through an actor system. */
final class RocksDbJournalTest {

  private final Path directory = TestDirectories.newDirectory();
  private ActorSystem system = start();

  @AfterEach
  void stop() {
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  void keepsEventsWhenTheSystemEndsAndAnotherBegins() {
    await(EventWriter.of(system, "lot-1").store("a", "b"));
    stop();

    system = start();

    await(EventWriter.of(system, "lot-1").store("c"));
    assertThat(eventsOf("lot-1")).containsExactly("a", "b", "c");
  }

  @Test
  void refusesTheDirectoryOfAnotherSystemAndNamesIt() {
    RocksDbJournal.get(system);
    ActorSystem second = start();

    assertThatThrownBy(() -> RocksDbJournal.get(second))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("is already open in this process")
        .hasFieldOrPropertyWithValue("problem", StoreUnavailableException.Problem.IN_USE);

    second.terminate();
    await(second.getWhenTerminated());
    await(EventWriter.of(system, "lot-1").store("still working"));
  }

  @Test
  void givesTheDirectoryBackWhenTheStoreCannotBeUsed() throws RocksDBException {
    stop();
    try (OpenStore open = OpenStore.at(directory)) {
      OpenStore.done(open.append("lot-1", 1));
      open.put(Table.COMMITS, CommitRecord.key(1), "damaged".getBytes(UTF_8));
    }
    system = start();

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> RocksDbJournal.get(system))
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("the commit record");
    }
    ActorSystem another = start();
    assertThatThrownBy(() -> RocksDbJournal.get(another))
        .isInstanceOf(CorruptRecordException.class);
    another.terminate();
    await(another.getWhenTerminated());
  }

  @Test
  void copiesAndVerifiesTheStoreOfASystem() {
    await(EventWriter.of(system, "lot-1").store("a", "b"));
    RocksDbJournal journal = RocksDbJournal.get(system);
    Path copy = directory.resolveSibling(directory.getFileName() + "-copy");

    journal.checkpoint(copy);

    assertThat(journal.verify(records -> {}).events()).isEqualTo(2);
    assertThatThrownBy(() -> journal.checkpoint(copy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(copy.toString());
    try (OpenStore copied = OpenStore.at(copy)) {
      assertThat(copied.sequenceNrs("lot-1")).containsExactly(1L, 2L);
    }
  }

  @Test
  void namesADamagedSnapshot() throws RocksDBException {
    TestProbe probe = new TestProbe(system);
    ActorRef snapshots =
        ((Persistence) Persistence.apply(system)).snapshotStoreFor("", system.settings().config());
    snapshots.tell(
        new SnapshotProtocol.SaveSnapshot(SnapshotMetadata.apply("lot-1", 1), "folded"),
        probe.ref());
    probe.expectMsgClass(org.apache.pekko.persistence.SaveSnapshotSuccess.class);
    RocksDbStore store = RocksDbJournal.get(system).store();
    byte[] key = new EventKey("lot-1", 1).toBytes();
    store.write(batch -> batch.put(store.family(Table.SNAPSHOTS), key, "damaged".getBytes(UTF_8)));

    snapshots.tell(
        new SnapshotProtocol.LoadSnapshot(
            "lot-1", SnapshotSelectionCriteria.latest(), Long.MAX_VALUE),
        probe.ref());

    assertThat(probe.expectMsgClass(SnapshotProtocol.LoadSnapshotFailed.class).cause())
        .isInstanceOf(CorruptRecordException.class)
        .hasMessageContaining("the snapshot of persistence id 'lot-1' with sequence number 1");
    assertThat(RocksDbJournal.get(system).verify(records -> {}).faults())
        .anyMatch(fault -> fault.persistenceId().equals("lot-1"));
  }

  @Test
  void tellsAnActorThatItsNumberIsTaken() {
    await(EventWriter.of(system, "lot-1").store("a"));
    TestProbe probe = new TestProbe(system);
    PersistentRepr repr =
        PersistentRepr.apply("b", 1, "lot-1", "", false, probe.ref(), "another writer");

    ((Persistence) Persistence.apply(system))
        .journalFor("", system.settings().config())
        .tell(
            new JournalProtocol.WriteMessages(
                CollectionConverters.asScala(List.<PersistentEnvelope>of(AtomicWrite.apply(repr)))
                    .toSeq(),
                probe.ref(),
                1),
            probe.ref());

    assertThat(probe.expectMsgClass(JournalProtocol.WriteMessagesFailed.class).cause())
        .isInstanceOf(SequenceNrTakenException.class);
  }

  @Test
  void offersItsQueriesToScalaToo() {
    await(EventWriter.of(system, "lot-1").store("a"));
    RocksDbScalaReadJournal queries =
        ((PersistenceQuery) PersistenceQuery.apply(system))
            .readJournalFor(RocksDbReadJournal.IDENTIFIER);

    List<String> logs = QueryProbe.run(queries.currentPersistenceIds().asJava(), system).rest();

    assertThat(logs).containsExactly("lot-1");
  }

  private List<Object> eventsOf(String persistenceId) {
    RocksDbReadJournal queries =
        PersistenceQuery.get(system)
            .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
    return QueryProbe.run(
            queries.currentEventsByPersistenceId(persistenceId, 1, Long.MAX_VALUE), system)
        .rest()
        .stream()
        .map(EventEnvelope::event)
        .toList();
  }

  private ActorSystem start() {
    return ActorSystem.create("application", TestDirectories.config(directory));
  }
}
