package io.atomicstore.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * A journal on {@link StoredInMemory}, whose reads and writes a test can hold back and let fail.
 * Actor systems that name the same store share it.
 */
final class ControlledJournal extends AsyncWriteJournal {

  private static final String PLUGIN_ID = "controlled-journal";

  private final StoredInMemory store;

  ControlledJournal(Config config) {
    this.store = StoredInMemory.named(config.getString("store"));
  }

  /** Settings of an actor system whose logs are in that store. */
  static Config on(StoredInMemory store) {
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.persistence.journal.plugin",
                PLUGIN_ID,
                "pekko.persistence.snapshot-store.plugin",
                "",
                PLUGIN_ID + ".class",
                ControlledJournal.class.getName(),
                PLUGIN_ID + ".plugin-dispatcher",
                "pekko.actor.default-dispatcher",
                PLUGIN_ID + ".store",
                store.name(),
                PLUGIN_ID + ".recovery-event-timeout",
                "1s",
                PLUGIN_ID + ".circuit-breaker.max-failures",
                1_000_000,
                PLUGIN_ID + ".circuit-breaker.call-timeout",
                "1s"))
        .withFallback(ConfigFactory.load());
  }

  /** The actor that Pekko made of the journal; it is there once a log has been used. */
  static ActorRef actorOf(ActorSystem system) {
    return StoreUnderTest.await(
        system.actorSelection("/system/" + PLUGIN_ID).resolveOne(StoreUnderTest.PATIENCE));
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    CompletionStage<List<Optional<Exception>>> done =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (AtomicWrite write : writes) {
      done =
          done.thenCombine(
              store.fateOfWrite(write.persistenceId()).thenApply(fate -> carryOut(write, fate)),
              (results, result) -> {
                results.add(result);
                return results;
              });
    }
    return FutureConverters.asScala(done.thenApply(results -> results));
  }

  private Optional<Exception> carryOut(AtomicWrite write, StoredInMemory.Fate fate) {
    if (fate == StoredInMemory.Fate.REJECTED) {
      return Optional.of(new IllegalArgumentException("the journal rejects it"));
    }
    if (fate != StoredInMemory.Fate.FAILED) {
      for (PersistentRepr repr : CollectionConverters.asJava(write.payload())) {
        store.put(
            repr.persistenceId(),
            repr.sequenceNr(),
            StoredInMemory.Entry.of(repr, SerializationExtension.get(context().system())));
      }
    }
    if (fate != StoredInMemory.Fate.STORED) {
      throw new IllegalStateException("the journal fails");
    }
    return Optional.empty();
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    store.removeTo(persistenceId, toSequenceNr);
    return FutureConverters.asScala(CompletableFuture.<Void>completedFuture(null));
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return FutureConverters.asScala(
        store.beforeRead(persistenceId).thenApply(read -> store.highestSequenceNr(persistenceId)));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replayCallback) {
    return FutureConverters.asScala(
        CompletableFuture.runAsync(
            () ->
                store.replay(persistenceId, fromSequenceNr, toSequenceNr).entrySet().stream()
                    .limit(max)
                    .map(
                        entry ->
                            entry
                                .getValue()
                                .toRepr(
                                    persistenceId,
                                    entry.getKey(),
                                    SerializationExtension.get(context().system())))
                    .forEach(replayCallback)));
  }
}
