package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.engine.StoredInMemory.Fate;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal that refuses one write and takes the next must not leave a gap in a log. */
final class RejectedWriteTest {

  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  private final StoredInMemory stored = StoredInMemory.create();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void storesNothingBehindAWriteThatFails(Fate fate) {
    try (StoreUnderTest test =
        new StoreUnderTest(ControlledJournal.on(stored), UnaryOperator.identity())) {
      test.accept("lot", "before");
      CompletableFuture<Fate> write = new CompletableFuture<>();
      stored.onWrite("lot", write);
      var first = test.store().storeIfValid(Note.of("lot", "n"), YES);
      var second = test.store().storeIfValid(Note.of("lot", "n+1"), YES);
      CompletableFuture<Void> isAsked = new CompletableFuture<>();
      var third =
          test.store()
              .<String>storeIfValidAsync(
                  Note.of("lot", "n+2"),
                  (event, past) -> {
                    isAsked.complete(null);
                    return new CompletableFuture<>();
                  });
      StoreUnderTest.await(isAsked);
      stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));

      write.complete(fate);

      assertThat(StoreUnderTest.await(first)).isInstanceOf(Result.Unknown.class);
      assertThat(StoreUnderTest.await(second)).isInstanceOf(Result.Unknown.class);
      assertThat(StoreUnderTest.await(third)).isInstanceOf(Result.Unavailable.class);
      Result<Note, Reason, String> next = test.acceptOnceAvailable("lot", "afterwards");
      assertThat(next.wasAccepted()).as("%s", next).isTrue();
      if (fate == Fate.STORED_BUT_FAILED) {
        assertThat(test.texts("lot")).containsExactly("before", "n", "afterwards");
      } else {
        assertThat(test.texts("lot")).containsExactly("before", "afterwards");
      }
    }
  }
}
