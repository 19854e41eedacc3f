package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SubscribedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AllSubscriptionTest {

  private static final String READ_JOURNAL = "atomic-store.rocksdb.read-journal";

  @TempDir private Path directory;
  private StoreUnderTest test;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(directory, builder -> builder.readJournalPluginId(READ_JOURNAL));
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  private List<SubscribedEvent<Note>> first(int events) {
    return StoreUnderTest.await(
        test.store().subscribeAll().take(events).runWith(Sink.seq(), test.system()));
  }

  private List<SubscribedEvent<Note>> behind(String token, int events) {
    return StoreUnderTest.await(
        test.store().subscribeAll(token).take(events).runWith(Sink.seq(), test.system()));
  }

  private static List<String> texts(List<SubscribedEvent<Note>> events) {
    return events.stream()
        .map(one -> one.event().scopeId() + "/" + one.event().event().text())
        .toList();
  }

  @Test
  void showsTheEventsOfAllScopesEachInOrder() {
    List<String> scopes = List.of("one", "a|b", "лот");
    for (int i = 0; i < 30; i++) {
      test.accept(scopes.get(i % 3), "n" + i);
    }

    List<SubscribedEvent<Note>> all = first(30);

    Map<ScopeId, List<Long>> sequenceNrs = new HashMap<>();
    all.forEach(
        one ->
            sequenceNrs
                .computeIfAbsent(one.event().scopeId(), scope -> new ArrayList<>())
                .add(one.event().sequenceNr()));
    assertThat(sequenceNrs).hasSize(3);
    assertThat(sequenceNrs.values())
        .allSatisfy(
            found -> assertThat(found).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
  }

  @Test
  void showsEventsStoredTogether() {
    Result<Note, Reason, String> stored =
        StoreUnderTest.await(
            test.store()
                .storeIfUnchanged(
                    StoreIfValid.ofAll(List.of(Note.of("lot", "a"), Note.of("lot", "b"))), 0));

    assertThat(stored.wasAccepted()).isTrue();
    assertThat(texts(first(2))).containsExactly("lot/a", "lot/b");
  }

  @Test
  void goesOnBehindItsTokenAlsoAfterARestart() {
    for (int i = 0; i < 5; i++) {
      test.accept("lot " + i % 2, "n" + i);
    }
    List<SubscribedEvent<Note>> all = first(5);

    test.restart();

    for (int i = 0; i < 4; i++) {
      assertThat(behind(all.get(i).token(), 4 - i)).isEqualTo(all.subList(i + 1, 5));
    }
    test.accept("lot 7", "new");
    assertThat(texts(behind(all.get(4).token(), 1))).containsExactly("lot 7/new");
  }

  @Test
  void showsNoEventsOfOtherStoresInTheJournal() {
    try (AtomicStore<Note, Reason> other =
        StoreUnderTest.builder().name("other").start(test.system())) {
      StoreUnderTest.await(other.<String>storeIfUnchanged(Note.of("lot", "of another"), 0));
      test.accept("lot", "own");
    }

    assertThat(texts(first(1))).containsExactly("lot/own");
  }

  @Test
  void refusesATokenOfAnotherStore() {
    String token = new SubscriptionToken("other", 1).text();

    assertThatThrownBy(() -> test.store().subscribeAll(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a token of store 'atomic-store', found one of store 'other'");
    assertThatThrownBy(() -> test.store().subscribeAll("no token"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void failsOnATokenFromBehindTheEndOfTheJournal() {
    test.accept("lot", "a");
    String token = new SubscriptionToken("atomic-store", 1_000).text();

    assertThatThrownBy(
            () ->
                test.store()
                    .subscribeAll(token)
                    .runWith(Sink.ignore(), test.system())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(io.atomicstore.journal.OffsetBeyondEndException.class);
  }

  @Test
  void saysWhichSettingIsMissing() {
    try (AtomicStore<Note, Reason> other =
        StoreUnderTest.builder().name("other").start(test.system())) {
      assertThatThrownBy(other::subscribeAll)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("readJournalPluginId")
          .hasMessageContaining("none set");
    }
  }
}
