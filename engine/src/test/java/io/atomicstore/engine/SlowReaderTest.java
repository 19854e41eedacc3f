package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subscriber that takes nothing for a while holds up nobody, and little is read ahead for it. */
final class SlowReaderTest {

  private static final ScopeId LOT = new ScopeId("lot");
  private static final int SUBSCRIBERS = 10;
  private static final int PAGE_EVENTS_MAX = 10;
  private static final int PAGE_BYTES_MAX = 1024;
  private static final int EVENTS = 2_000;
  private static final int EVENTS_PER_SUBMISSION = 20;

  /** The first, of one event, one that it is at, one that waits for it, and one just read. */
  private static final int PAGES_AHEAD = 4;

  /** So many events of the test, of more than 32 bytes, fit a page of a log. */
  private static final int PAGE_OF_LOG_EVENTS_MAX = PAGE_BYTES_MAX / 32;

  @TempDir private Path directory;
  private StoreUnderTest test;

  @BeforeEach
  void startStoreThatKeepsNothingInMemory() {
    test =
        new StoreUnderTest(
            CountedReads.onRocksDb(directory, PAGE_EVENTS_MAX),
            builder ->
                builder
                    .plugins("atomic-store.rocksdb")
                    .tailBytesMax(0)
                    .pageBytesMax(PAGE_BYTES_MAX));
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void doesNotHoldUpTheLogItReads() {
    AtomicLong queries = new AtomicLong();
    var queues = readersThatHaveTakenOne(subscribedCounting(queries));

    store(EVENTS - 1);

    assertThat(queries.get()).isLessThanOrEqualTo(SUBSCRIBERS * PAGES_AHEAD);
    for (SinkQueueWithCancel<StoredEvent<Note>> queue : queues) {
      for (long sequenceNr = 2; sequenceNr <= EVENTS; sequenceNr++) {
        StoredEvent<Note> next = StoreUnderTest.await(queue.pull()).orElseThrow();
        assertThat(next.sequenceNr()).isEqualTo(sequenceNr);
      }
    }
  }

  @Test
  void doesNotHoldUpTheStoreWhoseLogsItReads() {
    var queues = readersThatHaveTakenOne(test.store().subscribeAll());

    store(EVENTS - 1);

    assertThat(CountedReads.count())
        .isLessThanOrEqualTo(SUBSCRIBERS * PAGES_AHEAD * PAGE_EVENTS_MAX);
    for (SinkQueueWithCancel<SubscribedEvent<Note>> queue : queues) {
      for (long sequenceNr = 2; sequenceNr <= EVENTS; sequenceNr++) {
        SubscribedEvent<Note> next = StoreUnderTest.await(queue.pull()).orElseThrow();
        assertThat(next.event().sequenceNr()).isEqualTo(sequenceNr);
      }
    }
  }

  /** Those that have come late to a long log read no more of it ahead. */
  @Test
  void readsLittleAheadOfALongLog() {
    store(EVENTS);
    long before = CountedReads.count();

    readersThatTakeOne(test.store().subscribe(LOT, 0));
    readersThatTakeOne(test.store().subscribeAll());
    readersThatTakeOne(test.store().events(LOT));
    store(EVENTS);

    assertThat(CountedReads.count() - before)
        .isLessThanOrEqualTo(
            SUBSCRIBERS * PAGES_AHEAD * (PAGE_EVENTS_MAX + 2 * PAGE_OF_LOG_EVENTS_MAX));
  }

  /** A subscription whose questions to the log are counted. */
  private Source<StoredEvent<Note>, ?> subscribedCounting(AtomicLong queries) {
    ActorRef counting =
        test.system()
            .actorOf(
                Props.create(Counting.class, () -> new Counting(test.receptionist(), queries)));
    return LogSubscription.source(
        new LogSubscription.Surroundings(
            new LogQueries(test.system(), counting), () -> false, System::nanoTime, () -> 1),
        LOT,
        0);
  }

  /** Passes questions on. */
  private static final class Counting extends AbstractActor {
    private final ActorRef receptionist;
    private final AtomicLong count;

    private Counting(ActorRef receptionist, AtomicLong count) {
      this.receptionist = receptionist;
      this.count = count;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchAny(
              question -> {
                count.incrementAndGet();
                receptionist.forward(question, getContext());
              })
          .build();
    }
  }

  private <T> List<SinkQueueWithCancel<T>> readersThatHaveTakenOne(Source<T, ?> source) {
    store(1);
    return readersThatTakeOne(source);
  }

  /** They hold one more each, and want no other. */
  private <T> List<SinkQueueWithCancel<T>> readersThatTakeOne(Source<T, ?> source) {
    List<SinkQueueWithCancel<T>> queues = new ArrayList<>();
    for (int i = 0; i < SUBSCRIBERS; i++) {
      SinkQueueWithCancel<T> queue = source.runWith(Sink.queue(1), test.system());
      assertThat(StoreUnderTest.await(queue.pull())).isPresent();
      queues.add(queue);
    }
    return queues;
  }

  private void store(int events) {
    for (int stored = 0; stored < events; stored += EVENTS_PER_SUBMISSION) {
      int size = Math.min(EVENTS_PER_SUBMISSION, events - stored);
      StoreIfValid<Note> submission =
          StoreIfValid.ofAll(
              IntStream.range(0, size).mapToObj(nr -> Note.of("lot", "event " + nr)).toList());
      assertThat(
              StoreUnderTest.await(
                      test.store()
                          .storeIfValid(
                              submission, (event, past) -> Decision.<Reason, String>accept()))
                  .wasAccepted())
          .isTrue();
    }
  }
}
