package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.atomicstore.core.Result;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a journal can't give back: that log says so and stays closed, and all others work. */
final class DamagedLogTest {

  private static final String LOG = "atomic-store|lot";

  private final StoredInMemory stored = StoredInMemory.create();
  private StoreUnderTest test;

  @BeforeEach
  void storeThreeEvents() {
    test = new StoreUnderTest(ControlledJournal.on(stored), UnaryOperator.identity());
    for (String text : new String[] {"first", "second", "third"}) {
      test.accept("lot", text);
      test.accept("other", text);
    }
  }

  @AfterEach
  void theOtherScopeIsUntouched() {
    assertThat(test.accept("other", "fourth")).extracting("sequenceNr").isEqualTo(4L);
    test.close();
  }

  @Test
  void refusesToOpenALogThatLacksAnEvent() {
    stored.remove(LOG, 2);

    test.restart();

    assertStaysClosed("'lot'", "sequence number 3", "number 2 next");
  }

  @Test
  void refusesToOpenALogThatLacksItsFirstEvent() {
    stored.remove(LOG, 1);

    test.restart();

    assertStaysClosed("'lot'", "sequence number 2", "number 1 next");
  }

  @Test
  void refusesToOpenALogWhoseEndTheJournalRemembersButCannotShow() {
    stored.rememberHighestSequenceNr(LOG, 5);

    test.restart();

    assertStaysClosed("'lot'", "sequence number 5", "last event is that of sequence number 3");
  }

  @Test
  void refusesToOpenALogThatHoldsAnEventTwice() {
    StoredInMemory.Entry second = stored.remove(LOG, 2);
    stored.remove(LOG, 3);
    stored.put(LOG, 2, second);
    stored.put(LOG, 3, second);

    test.restart();

    assertStaysClosed("'lot'", "sequence number 3", "the event of sequence number 2");
  }

  @Test
  void refusesToOpenALogThatHoldsAnEventOfAnotherClass() {
    test.restart();
    try (AtomicStore<Other, Reason> store =
        AtomicStore.builder(
                Other.class, other -> new io.atomicstore.core.ScopeId("lot"), Reason.TIMED_OUT)
            .name("of-others")
            .start(test.system())) {
      StoreUnderTest.await(
          store.storeIfValid(new Other(1), (e, p) -> io.atomicstore.core.Decision.accept()));
    }
    StoredInMemory.Entry other = stored.remove("of-others|lot", 1);
    stored.remove(LOG, 1);
    stored.put(LOG, 1, other);

    assertStaysClosed("'lot'", "sequence number 1", "Note", "Other");
  }

  record Other(int number) {}

  @Test
  void refusesToOpenALogThatHoldsUnreadableBytes() {
    StoredInMemory.Entry third = stored.remove(LOG, 3);
    stored.put(
        LOG,
        3,
        new StoredInMemory.Entry(
            third.serializerId(), third.manifest(), ByteString.copyFromUtf8("?"), third.writer()));

    test.restart();

    assertStaysClosed("'lot'", "sequence number 2", "event:2");
  }

  @Test
  void refusesToOpenALogWhoseEventCannotBeReadByItsSerializer() {
    StoredInMemory.Entry third = stored.remove(LOG, 3);
    stored.put(
        LOG,
        3,
        new StoredInMemory.Entry(
            third.serializerId(),
            third.manifest(),
            third
                .bytes()
                .substring(0, third.bytes().size() - 1)
                .concat(ByteString.copyFrom(new byte[] {1})),
            third.writer()));

    test.restart();

    assertStaysClosed("'lot'", "sequence number");
  }

  @Test
  void opensALogOnceItsJournalCanBeReadAgain() {
    stored.onRead("lot", CompletableFuture.failedFuture(new IllegalStateException("disk error")));
    test.restart();

    assertStaysClosed("'lot'", "disk error");

    stored.onRead("lot", CompletableFuture.completedFuture(null));
    assertThat(StoreUnderTest.await(test.store().liveScopes())).isNotNull();
    assertThat(test.acceptOnceAvailable("lot", "fourth")).extracting("sequenceNr").isEqualTo(4L);
  }

  @Test
  void answersWhenTheJournalDoesNot() {
    stored.onRead("lot", new CompletableFuture<>());
    test.restart();

    // Of the recovery's timer and the journal's circuit breaker either may ring first.
    assertStaysClosed("'lot'", "imed out");
  }

  private void assertStaysClosed(String... causes) {
    assertThat(test.accept("lot", "fourth")).isInstanceOf(Result.Unavailable.class);
    assertThatThrownBy(() -> firstCauseOfQuery()).cause().hasMessageContainingAll(causes);
  }

  /** The events, or why they can't be read, which is not that the log is on its way out. */
  private void firstCauseOfQuery() {
    boolean isEnding = true;
    while (isEnding) {
      try {
        test.texts("lot");
        return;
      } catch (AssertionError e) {
        isEnding = String.valueOf(e.getMessage()).contains("ended before it read");
        if (!isEnding) {
          throw e;
        }
      }
    }
  }
}
