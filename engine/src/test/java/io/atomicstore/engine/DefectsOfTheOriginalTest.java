package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What went wrong in the original Atomic Store (Scala, by Artsy), each shown not to happen here.
 * Its other defects are the subjects of {@link LogDeathTest}, {@link WriteFailureTest}, {@link
 * PassivationTest}, {@link SnapshotTest} and {@link WireTest}.
 */
final class DefectsOfTheOriginalTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  private final StoredInMemory stored = StoredInMemory.create();
  private StoreUnderTest test;
  private TestKit originator;

  @BeforeEach
  void startStore() {
    test =
        new StoreUnderTest(
            ControlledJournal.on(stored), builder -> builder.validationTimeout(TIMEOUT));
    originator = test.originator();
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void aLateYesDoesNotApproveAnEqualEventSubmittedLater() {
    ValidationRequest<?> late = ask(Note.of("lot", "bid 10"));
    originator.expectMsgClass(Result.TimedOut.class);
    test.accept("lot", "bid 20");
    ask(Note.of("lot", "bid 10"));

    test.receptionist().tell(late.accept(), originator.getRef());

    List<Object> answers =
        List.of(
            originator.expectMsgAnyClassOf(ResponseTooLate.class, Result.TimedOut.class),
            originator.expectMsgAnyClassOf(ResponseTooLate.class, Result.TimedOut.class));
    assertThat(answers).hasAtLeastOneElementOfType(ResponseTooLate.class);
    assertThat(answers).hasAtLeastOneElementOfType(Result.TimedOut.class);
    assertThat(test.texts("lot")).containsExactly("bid 20");
  }

  @Test
  void noOtherMessagePostponesTheTimeout() {
    ask(Note.of("lot", "of a silent originator"));
    TestKit busy = test.originator();

    int messages = 0;
    while (!originator.msgAvailable()) {
      test.receptionist().tell(QueryEvents.forwards(1).inScope(new ScopeId("lot")), busy.getRef());
      busy.expectMsgClass(QueriedEvents.class);
      messages++;
    }

    originator.expectMsgClass(Result.TimedOut.class);
    assertThat(messages).isPositive();
  }

  @Test
  void aDeadOriginatorDoesNotBlockABusyScope() {
    ask(Note.of("lot", "of the dead"));
    test.system().stop(originator.getRef());

    List<CompletionStage<Result<Note, Reason, String>>> stages =
        IntStream.range(0, 100)
            .mapToObj(i -> test.store().storeIfValid(Note.of("lot", "" + i), YES))
            .toList();

    assertThat(stages).allMatch(stage -> StoreUnderTest.await(stage).wasAccepted());
  }

  @Test
  void aLogKilledDuringAValidationAnswersAndDoesNotBlockForATimeout() {
    ask(Note.of("lot", "under validation"));
    ActorRef log = originator.getLastSender();
    TestKit witness = test.originator();
    witness.watch(log);

    log.tell(Kill.getInstance(), ActorRef.noSender());

    originator.expectMsgClass(Result.Unavailable.class);
    witness.expectTerminated(log);
    Result<Note, Reason, String> next = test.accept("lot", "next");
    while (next instanceof Result.Unavailable) {
      next = test.accept("lot", "next");
    }
    assertThat(next.wasAccepted()).isTrue();
  }

  @Test
  void aRepeatedSubmissionIsStoredOnce() {
    StoreIfValid<Note> submission = StoreIfValid.of(Note.of("lot", "once"));

    StoreUnderTest.await(test.store().storeIfValid(submission, YES));
    StoreUnderTest.await(test.store().storeIfValid(submission, YES));

    assertThat(test.texts("lot")).containsExactly("once");
  }

  @Test
  void anOddScopeDoesNotRestartTheReceptionistNorLoseTheValidationOfAnother() {
    CompletableFuture<Decision<Reason, String>> decision = new CompletableFuture<>();
    var other =
        test.store().storeIfValidAsync(Note.of("other", "first"), (event, past) -> decision);

    for (String scope : List.of("lot/17", "lot 17", "лот 17")) {
      assertThat(test.accept(scope, "first").wasAccepted()).isTrue();
    }

    decision.complete(Decision.accept());
    assertThat(StoreUnderTest.await(other).wasAccepted()).isTrue();
  }

  @Test
  void aLongQueueCostsNoMoreOfEachEventThanAShortOne() {
    List<CompletionStage<Result<Note, Reason, String>>> stages = new ArrayList<>();

    for (int i = 0; i < 10_000; i++) {
      stages.add(test.store().storeIfValid(Note.of("lot", "" + i), YES));
    }

    assertThat(stages).allMatch(stage -> StoreUnderTest.await(stage).wasAccepted());
    assertThat(test.texts("lot"))
        .isEqualTo(IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void anEventTakesOneJournalRecordNotThree() {
    test.accept("lot", "first");
    test.accept("lot", "second");

    assertThat(stored.entries("atomic-store|lot", 1, Long.MAX_VALUE)).hasSize(2);
  }

  @Test
  void aResultDoesNotGrowWithTheLog() {
    StoreSerializer serializer = new StoreSerializer((ExtendedActorSystem) test.system());
    int ofTheFirst = serializer.toBinary(test.accept("lot", "aaaa")).length;

    for (int i = 0; i < 1_000; i++) {
      test.accept("lot", "bbbb");
    }

    assertThat(serializer.toBinary(test.accept("lot", "cccc")).length)
        .isLessThanOrEqualTo(ofTheFirst + 2);
  }

  private ValidationRequest<?> ask(Note note) {
    test.receptionist().tell(StoreIfValid.of(note), originator.getRef());
    return originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
  }
}
