package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of scopes, on RocksDB. */
final class ScopesTest {

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

  private ScopesPage page(String prefix, String after, int max) {
    return StoreUnderTest.await(test.store().scopes(prefix, after, max));
  }

  private static List<String> texts(ScopesPage page) {
    return page.scopeIds().stream().map(ScopeId::value).toList();
  }

  @Test
  void listsScopesOfEveryKindInTheOrderOfTheirBytes() {
    String longest = "ы".repeat(127) + "z";
    for (String scope : List.of("лот 1", "a|b", "a", "|", "atomic-store|a", longest, "b/c%d")) {
      test.accept(scope, "event");
      test.accept(scope, "another");
    }

    ScopesPage page = page("", "", 100);

    assertThat(texts(page))
        .containsExactly("a", "atomic-store|a", "a|b", "b/c%d", "|", "лот 1", longest);
    assertThat(page.hasMore()).isFalse();
  }

  @Test
  void listsThoseWithAPrefix() {
    for (String scope : List.of("lot", "lot-1", "lot-2", "lo", "los", "лот")) {
      test.accept(scope, "event");
    }

    assertThat(texts(page("lot", "", 100))).containsExactly("lot", "lot-1", "lot-2");
    assertThat(texts(page("лот", "", 100))).containsExactly("лот");
    assertThat(texts(page("none", "", 100))).isEmpty();
    assertThat(texts(page("x".repeat(300), "", 100))).isEmpty();
  }

  @Test
  void goesThroughAllPageByPage() {
    List<String> all = new ArrayList<>();
    for (int i = 10; i < 33; i++) {
      test.accept("lot-" + i, "event");
      all.add("lot-" + i);
    }

    List<String> found = new ArrayList<>();
    ScopesPage page = page("lot-", "", 10);
    List<Boolean> hasMore = new ArrayList<>(List.of(page.hasMore()));
    found.addAll(texts(page));
    while (page.hasMore() && hasMore.size() < 10) {
      page = page("lot-", found.get(found.size() - 1), 10);
      found.addAll(texts(page));
      hasMore.add(page.hasMore());
    }

    assertThat(found).isEqualTo(all);
    assertThat(hasMore).containsExactly(true, true, false);
    assertThat(page("lot-", "", 23).hasMore()).isFalse();
  }

  @Test
  void listsNoScopeWithoutAnEventAndNoneOfOtherStores() {
    try (AtomicStore<Note, Reason> other =
        StoreUnderTest.builder().name("atomic-store-2").start(test.system())) {
      StoreUnderTest.await(other.<String>storeIfUnchanged(Note.of("of another", "x"), 0));
      StoreUnderTest.await(
          test.store()
              .storeIfValid(
                  Note.of("rejected", "x"), (event, past) -> Decision.reject(Reason.UNWANTED)));
      test.accept("own", "event");
    }

    assertThat(texts(page("", "", 100))).containsExactly("own");
  }

  @Test
  void listsTheSameAfterARestart() {
    test.accept("one", "event");

    test.restart();

    assertThat(texts(page("", "", 100))).containsExactly("one");
  }

  @Test
  void refusesWhatItCantList() {
    assertThatThrownBy(() -> page("", "", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max must be 1 to 10000, found 0");
    assertThatThrownBy(() -> page("", "", 10_001)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> page("\uD800", "", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate");
  }

  @Test
  void saysWhichSettingIsMissing() {
    try (AtomicStore<Note, Reason> other =
        StoreUnderTest.builder().name("other").start(test.system())) {
      assertThatThrownBy(() -> other.scopes("", "", 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("readJournalPluginId")
          .hasMessageContaining("none set");
    }
  }

  @Test
  void failsWhenTheJournalIsClosed() {
    AtomicStore<Note, Reason> store = test.store();
    test.accept("one", "event");

    TestKit.shutdownActorSystem(test.system());

    assertThatThrownBy(
            () -> store.scopes("", "", 1).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isInstanceOf(java.util.concurrent.ExecutionException.class);
  }
}
