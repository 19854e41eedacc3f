package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.StoredInMemory.Fate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal that does not write: whoever waits hears what may be believed, and the log returns. */
final class WriteFailureTest {

  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();
  private static final Validator<Note, Reason, String> NO =
      (event, past) -> Decision.reject(Reason.UNWANTED);

  private final StoredInMemory stored = StoredInMemory.create();
  private final CompletableFuture<Decision<Reason, String>> decisionInOther =
      new CompletableFuture<>();
  private StoreUnderTest test;
  private CompletionStage<Result<Note, Reason, String>> other;

  @BeforeEach
  void startStoreWithAValidationInAnotherScope() {
    test = new StoreUnderTest(ControlledJournal.on(stored), UnaryOperator.identity());
    other =
        test.store().storeIfValidAsync(Note.of("other", "first"), (event, past) -> decisionInOther);
    test.accept("lot", "before");
  }

  @AfterEach
  void theOtherScopeIsUntouched() {
    decisionInOther.complete(Decision.accept());
    assertThat(StoreUnderTest.await(other).wasAccepted()).isTrue();
    test.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void saysOfAnAcceptedEventWhoseWriteFailsThatNobodyKnows(Fate fate) {
    StoreIfValid<Note> submission = StoreIfValid.of(Note.of("lot", "lost?"));
    stored.onWrite("lot", CompletableFuture.completedFuture(fate));

    Result<Note, Reason, String> result = store(submission);

    assertThat(result).isInstanceOf(Result.Unknown.class);
    stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
    Result<Note, Reason, String> again = onceAvailable(submission);
    assertThat(again)
        .extracting("sequenceNr", "isDuplicate")
        .containsExactly(2L, fate == Fate.STORED_BUT_FAILED);
    assertThat(test.texts("lot")).containsExactly("before", "lost?");
  }

  @Test
  void saysOfAnAcceptedEventWhoseWriteDoesNotReportBackThatNobodyKnows() {
    stored.onWrite("lot", new CompletableFuture<>());

    Result<Note, Reason, String> result = store(StoreIfValid.of(Note.of("lot", "lost?")));

    assertThat(result).isInstanceOf(Result.Unknown.class);
    stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
    assertThat(onceAvailable(StoreIfValid.of(Note.of("lot", "next"))))
        .extracting("sequenceNr")
        .isEqualTo(2L);
    assertThat(test.texts("lot")).containsExactly("before", "next");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void answersAllThatRestsOnAWriteThatFails(Fate fate) {
    CompletableFuture<Fate> write = new CompletableFuture<>();
    stored.onWrite("lot", write);
    StoreIfValid<Note> submission = StoreIfValid.of(Note.of("lot", "n"));
    TestKit repeating = test.originator();
    var accepted = test.store().storeIfValid(submission, YES);
    var rejected = test.store().storeIfValid(Note.of("lot", "n+1"), NO);
    var acceptedNext = test.store().storeIfValid(Note.of("lot", "n+2"), YES);
    CompletableFuture<Void> isAsked = new CompletableFuture<>();
    var underValidation =
        test.store()
            .<String>storeIfValidAsync(
                Note.of("lot", "n+3"),
                (event, past) -> {
                  isAsked.complete(null);
                  return new CompletableFuture<>();
                });
    var waiting = test.store().storeIfValid(Note.of("lot", "n+4"), YES);
    StoreUnderTest.await(isAsked);
    test.receptionist().tell(submission, repeating.getRef());
    assertThat(test.texts("lot")).as("only what is durable").containsExactly("before");
    assertThat(accepted.toCompletableFuture()).isNotDone();
    assertThat(rejected.toCompletableFuture()).isNotDone();

    write.complete(fate);

    assertThat(StoreUnderTest.await(accepted)).isInstanceOf(Result.Unknown.class);
    assertThat(StoreUnderTest.await(rejected)).isInstanceOf(Result.Unavailable.class);
    assertThat(StoreUnderTest.await(acceptedNext)).isInstanceOf(Result.Unknown.class);
    assertThat(StoreUnderTest.await(underValidation)).isInstanceOf(Result.Unavailable.class);
    assertThat(StoreUnderTest.await(waiting)).isInstanceOf(Result.Unavailable.class);
    repeating.expectMsgClass(Result.Unknown.class);
    awaitReopened();
    stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
    Result<Note, Reason, String> next =
        onceAvailable(StoreIfValid.of(Note.of("lot", "afterwards")));
    assertThat(next.wasAccepted()).isTrue();
    assertThat(test.texts("lot")).first().isEqualTo("before");
    assertThat(test.texts("lot")).last().isEqualTo("afterwards");
  }

  @Test
  void answersWhatIsBeingWrittenWhenTheJournalDies() {
    TestKit originator = test.originator();
    TestKit witness = test.originator();
    test.receptionist().tell(StoreIfValid.of(Note.of("lot", "first")), originator.getRef());
    ValidationRequest<?> request = originator.expectMsgClass(ValidationRequest.class);
    witness.watch(ControlledJournal.actorOf(test.system()));
    decisionInOther.complete(Decision.accept());
    assertThat(StoreUnderTest.await(other).wasAccepted()).isTrue();
    stored.onWrite("lot", new CompletableFuture<>());
    originator.getLastSender().tell(request.accept(), originator.getRef());

    ControlledJournal.actorOf(test.system()).tell(PoisonPill.getInstance(), witness.getRef());

    originator.expectMsgAnyClassOf(
        StoreUnderTest.PATIENCE, Result.Unknown.class, Result.Unavailable.class);
    test.receptionist().tell(StoreIfValid.of(Note.of("new", "first")), originator.getRef());
    originator.expectMsgClass(StoreUnderTest.PATIENCE, Result.Unavailable.class);
    test.receptionist()
        .tell(QueryEvents.forwards(1).inScope(new ScopeId("lot")), originator.getRef());
    originator.expectMsgClass(StoreUnderTest.PATIENCE, QueryRefused.class);
  }

  /**
   * Waits until the log that failed has ended and another was read from the journal, which has
   * decided by then on every write of the first.
   */
  private void awaitReopened() {
    TestKit asking = test.originator();
    Object answer;
    do {
      test.receptionist()
          .tell(QueryEvents.forwards(1).inScope(new ScopeId("lot")), asking.getRef());
      answer = asking.receiveOne(StoreUnderTest.PATIENCE);
    } while (answer instanceof QueryRefused);
    assertThat(answer).isInstanceOf(QueriedEvents.class);
  }

  /** Submits again while the log that failed is on its way out. */
  private Result<Note, Reason, String> onceAvailable(StoreIfValid<Note> submission) {
    return await()
        .atMost(StoreUnderTest.PATIENCE)
        .until(() -> store(submission), result -> !(result instanceof Result.Unavailable));
  }

  private Result<Note, Reason, String> store(StoreIfValid<Note> submission) {
    return StoreUnderTest.await(test.store().storeIfValid(submission, YES));
  }
}
