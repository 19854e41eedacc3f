package io.atomicstore.engine;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** A snapshot store that has what a test put there, as bytes, and forgets what it is to save. */
final class StoredSnapshots extends SnapshotStore {

  /** What some version of the store has left behind. */
  record Stored(long sequenceNr, int serializerId, String manifest, ByteString bytes) {}

  /** By persistence id. */
  static final Map<String, Stored> SNAPSHOTS = new ConcurrentHashMap<>();

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return FutureConverters.asScala(
        CompletableFuture.supplyAsync(
            () ->
                Optional.ofNullable(SNAPSHOTS.get(persistenceId))
                    .map(snapshot -> selected(persistenceId, snapshot))));
  }

  private SelectedSnapshot selected(String persistenceId, Stored snapshot) {
    return SelectedSnapshot.create(
        new SnapshotMetadata(persistenceId, snapshot.sequenceNr(), 0),
        SerializationExtension.get(context().system())
            .deserialize(
                snapshot.bytes().toByteArray(), snapshot.serializerId(), snapshot.manifest())
            .get());
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return done();
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return done();
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return done();
  }

  private static Future<Void> done() {
    return FutureConverters.asScala(CompletableFuture.<Void>completedFuture(null));
  }
}
