package io.atomicstore.journal.rocksdb;

import static io.atomicstore.testkit.QueryProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.journal.rocksdb.CommitNotifier.Topic;
import io.atomicstore.journal.rocksdb.PagedQuery.Pages;
import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import io.atomicstore.testkit.QueryProbe;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a query reads of a store, and when. */
final class PagedQueryTest {

  private static final String DISPATCHER =
      "pekko.persistence.dispatchers.default-replay-dispatcher";

  private final ActorSystem system =
      ActorSystem.create("pages", TestDirectories.config(TestDirectories.newDirectory()));
  private final CommitNotifier notifier = new CommitNotifier();
  private final AtomicInteger reads = new AtomicInteger();

  @AfterEach
  void stop() {
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  void readsOnePageAheadOfASlowReader() {
    int pages = 200;
    List<Long> page = Collections.nCopies(1_000, 1L);
    AtomicLong shown = new AtomicLong();
    AtomicLong held = new AtomicLong();
    Source<Long, NotUsed> query =
        query(
            PagedQuery.current(
                notifier,
                () ->
                    new Pages<>(
                        1,
                        pages,
                        (from, to) -> {
                          long heldNow = from - shown.get() / page.size();
                          held.accumulateAndGet(heldNow, Math::max);
                          return new Page<>(page, from + 1, false);
                        })));

    await(query.runWith(Sink.foreach(item -> shown.incrementAndGet()), system));

    assertThat(shown).hasValue((long) pages * page.size());
    assertThat(held).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void readsAgainOnlyWhenSomethingWasStored() {
    AtomicLong last = new AtomicLong(2);
    Source<Long, NotUsed> query =
        query(
            PagedQuery.live(
                notifier,
                new Topic.AllEvents(),
                () -> new Pages<>(1, Long.MAX_VALUE, (from, to) -> read(from, last.get()))));

    try (QueryProbe<Long> live = QueryProbe.run(query, system)) {
      assertThat(live.next(2)).containsExactly(1L, 2L);
      for (long stored = 3; stored <= 5; stored++) {
        last.set(stored);
        notifier.committed(List.of(anyWrite()), false);

        assertThat(live.next(1)).containsExactly(stored);
      }
    }

    assertThat(reads).hasValue(4);
  }

  private Page<Long> read(long from, long last) {
    reads.incrementAndGet();
    return new Page<>(LongStream.rangeClosed(from, last).boxed().toList(), last + 1, true);
  }

  private static Source<Long, NotUsed> query(PagedQuery<Long> query) {
    return query.on(DISPATCHER);
  }

  private static AppendEvents anyWrite() {
    return new AppendEvents(
        "lot-1", EventKey.prefixOf("lot-1"), "writer", List.of(OpenStore.event(1, List.of())));
  }
}
