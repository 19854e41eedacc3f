package io.atomicstore.journal.rocksdb;

import static io.atomicstore.journal.rocksdb.OpenStore.done;
import static io.atomicstore.testkit.QueryProbe.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.testkit.EventWriter;
import io.atomicstore.testkit.IdentifiedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A store that the code of format 1 wrote; its README says what is in it. */
final class Migration1To2Test {

  private static final byte[] FORMAT_KEY = "atomic-store-format".getBytes(UTF_8);
  private static final long FIRST_LOG = 0x0190_0000_0000_7001L;
  private static final long SECOND_LOG = 0x0190_0000_0000_7002L;

  private final Path directory = TestDirectories.newDirectory();

  @BeforeEach
  void copyTheOldStore() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/store-format-1"))) {
      for (Path file : files.filter(each -> !each.endsWith("README.md")).toList()) {
        Files.copy(file, directory.resolve(file.getFileName().toString()));
      }
    }
  }

  @Test
  void entersTheEventsThatHaveAnId() {
    try (OpenStore migrated = OpenStore.at(directory)) {
      assertThat(migrated.get(Table.DEFAULT, FORMAT_KEY)).asString(UTF_8).isEqualTo("2");
      assertThat(migrated.reader.sequenceNrOf("lot|1", new UUID(FIRST_LOG, 20))).isEqualTo(39);
      assertThat(migrated.reader.sequenceNrOf("lot|1", new UUID(FIRST_LOG, 120))).isEqualTo(40);
      assertThat(migrated.reader.sequenceNrOf("lot|1", new UUID(FIRST_LOG, 102))).isZero();
      assertThat(migrated.reader.sequenceNrOf("lot|1", new UUID(FIRST_LOG, 3))).isEqualTo(5);
      assertThat(migrated.reader.sequenceNrOf("lot|2", new UUID(SECOND_LOG, 100))).isEqualTo(22);
      VerificationReport report = migrated.verify();
      assertThat(report.faults()).isEmpty();
      assertThat(report.events()).isEqualTo(36 + 23);
      assertThat(report.indexEntries()).isEqualTo(2 + 1 + 36 + 21);
    }
  }

  @Test
  void servesAnActorSystemOnAnOldStore() {
    ActorSystem system = ActorSystem.create("migrated", TestDirectories.config(directory));
    RocksDbReadJournal queries =
        PersistenceQuery.get(system)
            .getReadJournalFor(RocksDbReadJournal.class, RocksDbReadJournal.IDENTIFIER);
    UUID added = new UUID(FIRST_LOG, 21);

    await(EventWriter.of(system, "lot|1").storeIdentified(new IdentifiedText(added, "event 21")));

    assertThat(await(queries.sequenceNrOf("lot|1", new UUID(FIRST_LOG, 20)))).isEqualTo(39);
    assertThat(await(queries.sequenceNrOf("lot|1", added))).isEqualTo(41);
    assertThat(RocksDbJournal.get(system).verify(records -> {}).faults()).isEmpty();
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  void beginsAgainAfterACrashInTheMiddle() throws RocksDBException {
    try (OpenStore migrated = OpenStore.at(directory)) {
      migrated.put(Table.DEFAULT, FORMAT_KEY, "1".getBytes(UTF_8));
      for (long number = 1; number <= 20; number++) {
        byte[] prefix = EventKey.prefixOf("lot|2");
        migrated.remove(Table.EVENT_IDS, EventIdEntry.key(prefix, new UUID(SECOND_LOG, number)));
      }
    }

    try (OpenStore reopened = OpenStore.at(directory)) {
      assertThat(reopened.verify().faults()).isEmpty();
      assertThat(reopened.reader.sequenceNrOf("lot|2", new UUID(SECOND_LOG, 20))).isEqualTo(20);
    }
  }

  @Test
  void leavesAStoreAsItIsThatHoldsAnEventThatCannotBeRead() throws RocksDBException {
    ActorSystem system =
        ActorSystem.create(
            "without-the-serializer",
            ConfigFactory.parseString(
                    "pekko.actor.serializers.atomic-store-testkit = \""
                        + AnotherSerializer.class.getName()
                        + "\"")
                .withFallback(TestDirectories.config(directory)));

    assertThatThrownBy(() -> RocksDbJournal.get(system))
        .isInstanceOfSatisfying(
            MigrationRefusedException.class,
            refused -> {
              assertThat(refused.directory()).isEqualTo(directory.toString());
              assertThat(refused.persistenceId()).isEqualTo("lot|1");
              assertThat(refused.sequenceNr()).isEqualTo(5);
            })
        .hasMessageContaining("'lot|1' with sequence number 5 cannot be deserialized");

    system.terminate();
    await(system.getWhenTerminated());
    assertIsStillInFormat1();
    try (OpenStore migrated = OpenStore.at(directory)) {
      assertThat(migrated.verify().faults()).isEmpty();
    }
  }

  /** Takes the place of the one that the old store was written with. */
  static final class AnotherSerializer extends JSerializer {
    @Override
    public int identifier() {
      return 1_096_901;
    }

    @Override
    public boolean includeManifest() {
      return false;
    }

    @Override
    public byte[] toBinary(Object event) {
      return new byte[0];
    }

    @Override
    public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
      return "";
    }
  }

  @Test
  void leavesAStoreAsItIsThatHoldsADamagedEvent() throws RocksDBException {
    byte[] key = new EventKey("lot|2", 7).toBytes();
    try (OpenStore migrated = OpenStore.at(directory)) {
      byte[] value = migrated.get(Table.EVENTS, key);
      value[value.length - 1] ^= 1;
      migrated.put(Table.EVENTS, key, value);
      migrated.put(Table.DEFAULT, FORMAT_KEY, "1".getBytes(UTF_8));
    }

    assertThatThrownBy(() -> OpenStore.at(directory))
        .isInstanceOf(MigrationRefusedException.class)
        .hasMessageContaining("'lot|2' with sequence number 7 is corrupt");

    assertIsStillInFormat1();
  }

  @Test
  void goesOnWithAnEventThatWasNeverStored() {
    Path skipping = TestDirectories.newDirectory();
    UUID id = new UUID(FIRST_LOG, 3);
    try (OpenStore open = OpenStore.at(skipping)) {
      PreparedEvent rejected = PreparedEvent.rejected(1);
      done(open.submit("lot|1", "writer", List.of(rejected, OpenStore.identified(2, id))));
      open.put(Table.DEFAULT, FORMAT_KEY, "1".getBytes(UTF_8));
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }

    try (OpenStore migrated = OpenStore.at(skipping)) {
      assertThat(migrated.reader.sequenceNrOf("lot|1", id)).isEqualTo(2);
    }
  }

  /**
   * As the program finds it that wrote it, and that opens no store with a table it does not know.
   */
  private void assertIsStillInFormat1() throws RocksDBException {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options options = new Options()) {
      List<byte[]> names = RocksDB.listColumnFamilies(options, directory.toString());
      assertThat(names)
          .extracting(name -> new String(name, UTF_8))
          .containsExactly(
              "default", "events", "commits", "tags", "logs", "deletions", "snapshots");
      List<ColumnFamilyDescriptor> tables =
          names.stream().map(ColumnFamilyDescriptor::new).toList();
      try (RocksDB database = RocksDB.openReadOnly(directory.toString(), tables, handles)) {
        assertThat(database.get(FORMAT_KEY)).asString(UTF_8).isEqualTo("1");
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }
}
