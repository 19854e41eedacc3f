package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of submissions, and what is told and shown of them, of a store with real logs. */
final class SubmissionsTest {

  private static final ScopeId LOT = new ScopeId("lot");
  private static final Note A = Note.of("lot", "a");
  private static final Note B = Note.of("lot", "b");

  @TempDir private Path directory;
  private StoreUnderTest test;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(directory);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  private Originator<Note, Reason, String> originator() {
    return test.store().originator(new TextsFold());
  }

  private static <T> T await(CompletionStage<T> stage) {
    return StoreUnderTest.await(stage);
  }

  @Test
  void storesOnlyWhereTheLogEndsAsExpected() {
    Result<Note, Reason, String> first = await(test.store().storeIfUnchanged(A, 0));
    Result<Note, Reason, String> moved = await(test.store().storeIfUnchanged(B, 0));
    Result<Note, Reason, String> second = await(test.store().storeIfUnchanged(B, 1));

    assertThat(first.wasAccepted()).isTrue();
    assertThat(moved)
        .isInstanceOf(Result.Conflict.class)
        .extracting("expectedSequenceNr", "sequenceNr")
        .containsExactly(0L, 1L);
    assertThat(second).extracting("sequenceNr").isEqualTo(2L);
  }

  @Test
  void tellsWhatBecameOfASubmission() {
    StoreIfValid<Note> accepted = StoreIfValid.of(A);
    StoreIfValid<Note> rejected = StoreIfValid.of(Note.of("lot", "no"));
    await(originator().storeIfValid(accepted));
    await(originator().storeIfValid(rejected));

    assertThat(await(test.store().result(LOT, accepted.eventId())))
        .isEqualTo(new RecordedResult.Accepted<>(1, 1, ""));
    assertThat(await(test.store().result(LOT, rejected.eventId())))
        .isEqualTo(new RecordedResult.Rejected<>(Reason.UNWANTED, "a", null));
    assertThat(await(test.store().result(LOT, EventIds.next())))
        .isInstanceOf(RecordedResult.NotKnown.class);
  }

  @Test
  void refusesASubmissionThatBringsItsOwnJudgement() {
    assertThatThrownBy(
            () ->
                failureOf(originator().storeIfValid(StoreIfValid.of(A).withExpectedSequenceNr(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves its judgement");
    assertThatThrownBy(
            () ->
                failureOf(
                    test.store()
                        .storeIfValid(
                            StoreIfValid.of(A).withKnown(LogPrefix.ofDurable(1)),
                            (event, past) -> Decision.accept())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEventsOfDifferentScopes() {
    assertThatThrownBy(
            () ->
                failureOf(
                    originator()
                        .storeIfValid(StoreIfValid.ofAll(List.of(A, Note.of("other", "x"))))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected all events of a submission in scope 'lot', found one in scope 'other'");
  }

  @Test
  void publishesToSubscribersThatDoNotUsePekko() throws Exception {
    test.accept("lot", "a");
    test.accept("lot", "b");
    Flow.Publisher<StoredEvent<Note>> publisher =
        test.store().toPublisher(test.store().subscribe(LOT, 0));
    OneByOne first = new OneByOne();
    OneByOne second = new OneByOne();
    publisher.subscribe(first);
    assertThat(first.next()).isEqualTo("a");
    publisher.subscribe(second);
    assertThat(second.next()).isEqualTo("a");
    assertThat(first.next()).isEqualTo("b");

    test.accept("lot", "c");

    assertThat(first.next()).isEqualTo("c");
    assertThat(second.next()).isEqualTo("b");
    assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
  }

  /** Requests one event each time the test wants one. */
  private static final class OneByOne implements Flow.Subscriber<StoredEvent<Note>> {

    private final LinkedBlockingQueue<Flow.Subscription> subscription = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
      Flow.Subscription subscribed = subscription.poll(10, TimeUnit.SECONDS);
      subscribed.request(1);
      subscription.add(subscribed);
      String text = texts.poll(10, TimeUnit.SECONDS);
      assertThat(texts).as("no more than was requested").isEmpty();
      return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription.add(newSubscription);
    }

    @Override
    public void onNext(StoredEvent<Note> event) {
      texts.add(event.event().text());
    }

    @Override
    public void onError(Throwable failure) {
      texts.add(failure.toString());
    }

    @Override
    public void onComplete() {}
  }

  private static void failureOf(CompletionStage<?> stage) throws Throwable {
    try {
      stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
