package io.atomicstore.engine;

import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;

/** What a {@link ControlledJournal} stores, as bytes, and what becomes of its reads and writes. */
final class StoredInMemory {

  /** What becomes of a write. */
  enum Fate {
    STORED,
    REJECTED,
    FAILED,
    /** The event is durable, but the answer to its write got lost. */
    STORED_BUT_FAILED
  }

  /** One event as bytes. */
  record Entry(
      int serializerId, String manifest, com.google.protobuf.ByteString bytes, String writer) {

    static Entry of(PersistentRepr repr, Serialization serialization) {
      var serializer = serialization.findSerializerFor(repr.payload());
      return new Entry(
          serializer.identifier(),
          Serializers.manifestFor(serializer, repr.payload()),
          com.google.protobuf.ByteString.copyFrom(serializer.toBinary(repr.payload())),
          repr.writerUuid());
    }

    PersistentRepr toRepr(String persistenceId, long sequenceNr, Serialization serialization) {
      Object payload = serialization.deserialize(bytes.toByteArray(), serializerId, manifest).get();
      return PersistentRepr$.MODULE$.apply(
          payload, sequenceNr, persistenceId, "", false, ActorRef.noSender(), writer);
    }

    /** What a journal would hold of a changed record. */
    Entry change(ActorSystem system, UnaryOperator<StoredRecord> change) {
      Serialization serialization = SerializationExtension.get(system);
      PersistentRepr repr = toRepr("", 0, serialization);
      return of(repr.withPayload(change.apply((StoredRecord) repr.payload())), serialization);
    }
  }

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Map<String, StoredInMemory> STORES = new ConcurrentHashMap<>();

  private final String name;
  private final Map<String, TreeMap<Long, Entry>> logs = new ConcurrentHashMap<>();
  private final List<Long> firstSequenceNrsRead = new CopyOnWriteArrayList<>();
  private final Map<String, Long> highest = new ConcurrentHashMap<>();
  private volatile Function<String, CompletionStage<Fate>> fates =
      id -> CompletableFuture.completedFuture(Fate.STORED);
  private volatile Function<String, CompletionStage<Void>> reads =
      id -> CompletableFuture.completedFuture(null);

  private StoredInMemory(String name) {
    this.name = name;
  }

  /** A new, empty store. */
  static StoredInMemory create() {
    return named("store-" + COUNT.incrementAndGet());
  }

  static StoredInMemory named(String name) {
    return STORES.computeIfAbsent(name, StoredInMemory::new);
  }

  String name() {
    return name;
  }

  /** From now on writes to the log of that scope meet {@code fate}, once it is decided. */
  void onWrite(String scope, CompletionStage<Fate> fate) {
    fates = id -> id.endsWith("|" + scope) ? fate : CompletableFuture.completedFuture(Fate.STORED);
  }

  /** The next writes to the log of that scope meet these fates, one each; later ones are stored. */
  void onNextWrites(String scope, Fate... next) {
    Deque<Fate> left = new ConcurrentLinkedDeque<>(List.of(next));
    fates =
        id -> {
          Fate fate = id.endsWith("|" + scope) ? left.pollFirst() : null;
          return CompletableFuture.completedFuture(fate == null ? Fate.STORED : fate);
        };
  }

  /** From now on the log of that scope is read once {@code read} completes. */
  void onRead(String scope, CompletionStage<Void> read) {
    reads = id -> id.endsWith("|" + scope) ? read : CompletableFuture.completedFuture(null);
  }

  CompletionStage<Fate> fateOfWrite(String persistenceId) {
    return fates.apply(persistenceId);
  }

  CompletionStage<Void> beforeRead(String persistenceId) {
    return reads.apply(persistenceId);
  }

  void put(String persistenceId, long sequenceNr, Entry entry) {
    TreeMap<Long, Entry> log = logs.computeIfAbsent(persistenceId, id -> new TreeMap<>());
    synchronized (log) {
      if (log.putIfAbsent(sequenceNr, entry) != null) {
        throw new IllegalStateException("sequence number " + sequenceNr + " is taken");
      }
    }
  }

  /** Loses events, and remembers nothing of them. */
  void removeTo(String persistenceId, long toSequenceNr) {
    entries(persistenceId, 1, toSequenceNr).keySet().forEach(nr -> remove(persistenceId, nr));
  }

  Entry remove(String persistenceId, long sequenceNr) {
    TreeMap<Long, Entry> log = logs.computeIfAbsent(persistenceId, id -> new TreeMap<>());
    synchronized (log) {
      Entry removed = log.remove(sequenceNr);
      if (removed == null) {
        throw new IllegalStateException("no event has sequence number " + sequenceNr);
      }
      return removed;
    }
  }

  long highestSequenceNr(String persistenceId) {
    NavigableMap<Long, Entry> log = entries(persistenceId, 1, Long.MAX_VALUE);
    return Math.max(log.isEmpty() ? 0 : log.lastKey(), highest.getOrDefault(persistenceId, 0L));
  }

  /** From now on the log ends there, whatever events are left, as after a deletion. */
  void rememberHighestSequenceNr(String persistenceId, long sequenceNr) {
    highest.put(persistenceId, sequenceNr);
  }

  /** With which sequence numbers the replays of logs began. */
  List<Long> firstSequenceNrsRead() {
    return List.copyOf(firstSequenceNrsRead);
  }

  void forgetReads() {
    firstSequenceNrsRead.clear();
  }

  NavigableMap<Long, Entry> replay(String persistenceId, long from, long to) {
    firstSequenceNrsRead.add(from);
    return entries(persistenceId, from, to);
  }

  /** A copy of part of a log. */
  NavigableMap<Long, Entry> entries(String persistenceId, long from, long to) {
    TreeMap<Long, Entry> log = logs.computeIfAbsent(persistenceId, id -> new TreeMap<>());
    synchronized (log) {
      return from > to ? new TreeMap<>() : new TreeMap<>(log.subMap(from, true, to, true));
    }
  }
}
