package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.engine.StoredInMemory.Fate;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscribers outlive their log, and with their last token the store. */
final class SubscriptionDeathTest {

  private static final ScopeId LOT = new ScopeId("lot");

  @TempDir private Path directory;

  static List<Object> deaths() {
    return List.of(PoisonPill.getInstance(), Kill.getInstance());
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void goesOnBehindTheLastEventWhenItsLogDies(Object death) {
    try (StoreUnderTest test = new StoreUnderTest(directory)) {
      var queue = test.store().subscribe(LOT, 0).runWith(Sink.queue(), test.system());
      List<String> delivered = new ArrayList<>();
      for (int life = 0; life < 3; life++) {
        for (int i = 0; i < 3; i++) {
          onceAvailable(test, life + "/" + i);
        }
        take(queue, 3, delivered);

        kill(test, death);
      }
      onceAvailable(test, "afterwards");
      take(queue, 1, delivered);

      assertThat(delivered).hasSize(10).isEqualTo(test.texts("lot"));
    }
  }

  /**
   * Events are there already when the reader, who was in the middle, asks the next log for them.
   */
  @ParameterizedTest
  @MethodSource("deaths")
  void goesOnInTheMiddleOfALogThatDies(Object death) {
    try (StoreUnderTest test =
        new StoreUnderTest(directory, builder -> builder.tailBytesMax(0).pageBytesMax(1024))) {
      for (int i = 0; i < 200; i++) {
        test.accept("lot", "event " + i);
      }
      var queue = test.store().subscribe(LOT, 0).runWith(Sink.queue(), test.system());
      List<String> delivered = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        take(queue, 20, delivered);

        kill(test, death);
      }

      assertThat(delivered).hasSize(200).isEqualTo(onceReadable(test));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void showsOnlyWhatIsDurableWhenAWriteFails(Fate fate) {
    StoredInMemory stored = StoredInMemory.create();
    try (StoreUnderTest test =
        new StoreUnderTest(ControlledJournal.on(stored), UnaryOperator.identity())) {
      var queue = test.store().subscribe(LOT, 0).runWith(Sink.queue(), test.system());
      test.accept("lot", "before");
      List<String> delivered = new ArrayList<>();
      take(queue, 1, delivered);
      CompletableFuture<Fate> write = new CompletableFuture<>();
      stored.onWrite("lot", write);
      var lost =
          test.store()
              .storeIfValid(
                  StoreIfValid.ofAll(
                      List.of(Note.of("lot", "lost?"), Note.of("lot", "lost, too?"))),
                  (event, past) -> Decision.<Reason, String>accept());
      var queueOfLate = test.store().subscribe(LOT, 0).runWith(Sink.queue(), test.system());
      List<String> deliveredLate = new ArrayList<>();
      take(queueOfLate, 1, deliveredLate);

      write.complete(fate);

      assertThat(StoreUnderTest.await(lost)).isInstanceOf(Result.Unknown.class);
      stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
      onceAvailable(test, "next");
      List<String> log = test.texts("lot");
      assertThat(log).hasSize(fate == Fate.STORED_BUT_FAILED ? 4 : 2);
      take(queue, log.size() - 1, delivered);
      assertThat(delivered).isEqualTo(log);
      take(queueOfLate, log.size() - 1, deliveredLate);
      assertThat(deliveredLate).isEqualTo(log);
    }
  }

  @Test
  void goesOnBehindTheLastTokenAfterARestart() throws Exception {
    try (StoreUnderTest test =
        new StoreUnderTest(directory, builder -> builder.plugins("atomic-store.rocksdb"))) {
      List<String> stored = new ArrayList<>();
      List<String> delivered = new ArrayList<>();
      String token = null;
      for (int life = 0; life < 4; life++) {
        for (int i = 0; i < 10; i++) {
          String text = life + "/" + i;
          test.accept("lot-" + i % 3, text);
          stored.add(text);
        }
        var queue =
            (token == null ? test.store().subscribeAll() : test.store().subscribeAll(token))
                .runWith(Sink.queue(), test.system());
        // Some are left for the next life.
        for (int i = 0; i < 7; i++) {
          SubscribedEvent<Note> next = StoreUnderTest.await(queue.pull()).orElseThrow();
          delivered.add(next.event().event().text());
          token = next.token();
        }

        test.restart();

        assertEnds(queue);
      }
      StoreUnderTest.await(
              test.store()
                  .subscribeAll(String.valueOf(token))
                  .take(stored.size() - delivered.size())
                  .runWith(Sink.seq(), test.system()))
          .forEach(next -> delivered.add(next.event().event().text()));

      assertThat(delivered).isEqualTo(stored);
    }
  }

  /** A reader of an actor system that has ended does not wait for ever. */
  private static void assertEnds(SinkQueueWithCancel<?> queue) throws InterruptedException {
    for (int buffered = 0; buffered < 100; buffered++) {
      try {
        if (queue.pull().toCompletableFuture().get().isEmpty()) {
          return;
        }
      } catch (ExecutionException e) {
        return;
      }
    }
    throw new AssertionError("expected the subscription to end with its actor system");
  }

  private static void take(
      SinkQueueWithCancel<StoredEvent<Note>> queue, int events, List<String> delivered) {
    for (int i = 0; i < events; i++) {
      StoredEvent<Note> next = StoreUnderTest.await(queue.pull()).orElseThrow();
      assertThat(next.sequenceNr()).isEqualTo(delivered.size() + 1L);
      delivered.add(next.event().text());
    }
  }

  private static void kill(StoreUnderTest test, Object death) {
    // The reader may have enough for now, so that nobody has opened the log again.
    StoreUnderTest.await(test.store().result(LOT, EventIds.next()));
    ActorRef log =
        StoreUnderTest.await(
            test.system()
                .actorSelection(test.receptionist().path().child(LOT.value()))
                .resolveOne(StoreUnderTest.PATIENCE));
    TestKit witness = test.originator();
    witness.watch(log);
    log.tell(death, ActorRef.noSender());
    witness.expectTerminated(log);
  }

  /** Stores, again while a log that died is on its way out. */
  private static void onceAvailable(StoreUnderTest test, String text) {
    while (!test.accept("lot", text).wasAccepted()) {
      Thread.onSpinWait();
    }
  }

  private static List<String> onceReadable(StoreUnderTest test) {
    onceAvailable(test, "last");
    List<String> log = test.texts("lot");
    return log.subList(0, log.size() - 1);
  }
}
