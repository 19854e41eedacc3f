package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigFactory;
import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import io.atomicstore.journal.rocksdb.WriteCommand.Change;
import io.atomicstore.testkit.QueryProbe;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A store without an actor system: what the plugins stand on. */
final class OpenStore implements AutoCloseable {

  /** The serializer of {@code IdentifiedText}. */
  private static final int IDENTIFIED_TEXT = 1_096_900;

  /** A serializer whose events cannot be read. */
  static final int UNREADABLE = -1;

  final RocksDbStore store;
  final GroupCommit groupCommit;
  final EventReader reader;

  private OpenStore(StoreSettings settings) {
    this.store = StoreOpening.open(settings, OpenStore::idOf);
    this.groupCommit = GroupCommit.start(store, settings, new CommitNotifier());
    this.reader = new EventReader(store, settings);
  }

  /** Opens the directory; {@code settings} are lines of {@code atomic-store.rocksdb}. */
  static OpenStore at(Path directory, String... settings) {
    String overrides = String.join("\n", settings);
    return new OpenStore(
        StoreSettings.of(
            ConfigFactory.parseString("atomic-store.rocksdb {\n" + overrides + "\n}")
                .withFallback(TestDirectories.config(directory))));
  }

  /** Asks for events to be stored; each has its sequence number for a payload. */
  CompletionStage<Void> append(String persistenceId, long... sequenceNrs) {
    return appendAs("writer of " + persistenceId, persistenceId, sequenceNrs);
  }

  CompletionStage<Void> appendAs(String writer, String persistenceId, long... sequenceNrs) {
    List<PreparedEvent> events = new ArrayList<>();
    for (long sequenceNr : sequenceNrs) {
      events.add(event(sequenceNr, List.of()));
    }
    return submit(persistenceId, writer, events);
  }

  CompletionStage<Void> appendTagged(String persistenceId, long sequenceNr, String tag) {
    return submit(
        persistenceId, "tagger", List.of(event(sequenceNr, List.of(tag.getBytes(UTF_8)))));
  }

  /** Asks for events to be stored one after the other that have these ids. */
  CompletionStage<Void> appendIdentified(String persistenceId, long firstSequenceNr, UUID... ids) {
    List<PreparedEvent> events = new ArrayList<>();
    for (UUID id : ids) {
      events.add(identified(firstSequenceNr + events.size(), id));
    }
    return submit(persistenceId, "writer of " + persistenceId, events);
  }

  CompletionStage<Void> submit(String persistenceId, String writer, List<PreparedEvent> events) {
    return groupCommit.submit(
        new AppendEvents(persistenceId, EventKey.prefixOf(persistenceId), writer, events));
  }

  /** Keeps the writing thread busy until the latch is released; what comes meanwhile waits. */
  CountDownLatch holdWriter() {
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    groupCommit.submit(
        new Change(
            0,
            batch -> {
              isHeld.countDown();
              awaitUninterruptibly(release);
            }));
    awaitUninterruptibly(isHeld);
    return release;
  }

  List<StoredEvent> events(String persistenceId) {
    return reader.eventsOfLog(new LogRange(persistenceId, 1, Long.MAX_VALUE)).items();
  }

  List<Long> sequenceNrs(String persistenceId) {
    return events(persistenceId).stream().map(StoredEvent::sequenceNr).toList();
  }

  /** A copy of the files as a crash would leave them: nothing is flushed or closed. */
  Path crash() {
    Path copy = TestDirectories.newDirectory();
    try (Stream<Path> files = Files.list(store.directory())) {
      for (Path file : files.filter(each -> !each.endsWith("LOCK")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName().toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stored value, past all checks. */
  byte[] get(Table table, byte[] key) {
    return store.read(reading -> Objects.requireNonNull(reading.get(table, key)));
  }

  /** Replaces a stored value, past all rules. */
  void put(Table table, byte[] key, byte[] value) throws RocksDBException {
    store.write(batch -> batch.put(store.family(table), key, value));
  }

  /** Removes a stored value, past all rules. */
  void remove(Table table, byte[] key) throws RocksDBException {
    store.write(batch -> batch.delete(store.family(table), key));
  }

  VerificationReport verify() {
    return verify(records -> {});
  }

  VerificationReport verify(LongConsumer progress) {
    return Verification.run(store, OpenStore::idOf, progress);
  }

  @Override
  public void close() {
    groupCommit.close();
    store.close();
  }

  static PreparedEvent event(long sequenceNr, List<byte[]> tags) {
    EventRecord.Parts parts = new EventRecord.Parts();
    parts.timestamp = 1_000;
    parts.payload = Long.toString(sequenceNr).getBytes(UTF_8);
    parts.tags = tags;
    return PreparedEvent.of(sequenceNr, tags, null, EventRecord.encode(parts));
  }

  /** An event with an id, stored as an {@code IdentifiedText} is. */
  static PreparedEvent identified(long sequenceNr, UUID id) {
    EventRecord.Parts parts = new EventRecord.Parts();
    parts.timestamp = 1_000;
    parts.serializerId = IDENTIFIED_TEXT;
    parts.manifest = "i".getBytes(UTF_8);
    parts.payload =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return PreparedEvent.of(sequenceNr, List.of(), id, EventRecord.encode(parts));
  }

  /** What a payload that is an {@code IdentifiedText} says; only the test's own are readable. */
  private static @Nullable UUID idOf(StoredEvent event) {
    int serializer = event.payload().serializerId();
    if (serializer == UNREADABLE) {
      throw new UnreadablePayloadException(
          event, new NotSerializableException("as the test wants"));
    }
    boolean hasId = serializer == IDENTIFIED_TEXT && event.payload().manifest().equals("i");
    ByteBuffer bytes = event.payload().bytes().duplicate();
    return hasId ? new UUID(bytes.getLong(), bytes.getLong()) : null;
  }

  static void done(CompletionStage<Void> stage) {
    QueryProbe.await(stage.thenApply(nothing -> true));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
