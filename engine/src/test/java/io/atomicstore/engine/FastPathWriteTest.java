package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.prefixOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.engine.StoredInMemory.Fate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A decision on an event that is being written is worth what becomes of the write. */
final class FastPathWriteTest {

  private static final Decision<Reason, String> YES = Decision.accept();
  private static final Decision<Reason, String> NO = Decision.reject(Reason.UNWANTED);

  private final StoredInMemory stored = StoredInMemory.create();
  private final CompletableFuture<Fate> write = new CompletableFuture<>();
  private StoreUnderTest test;
  private OriginatorByHand originator;
  private LogPrefix end;
  private LogPrefix unwritten;
  private OriginatorByHand writing;

  @BeforeEach
  void holdTheWriteOfTheThirdEvent() {
    test = new StoreUnderTest(ControlledJournal.on(stored), UnaryOperator.identity());
    originator = new OriginatorByHand(test);
    writing = new OriginatorByHand(test);
    end = prefixOf(originator.store(0, 2, ""));
    stored.onWrite("lot", write);
    StoreIfValid<Note> third = note("3");
    writing.send(third.withDecision(end, YES));
    unwritten = end.followedBy(third.eventId());
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void keepsBackARejectionUntilWhatItRestsOnIsDurable() {
    originator.send(note("4").withDecision(unwritten, NO));
    originator.send(note("5").withExpectedSequenceNr(2));

    assertNothingIsSettled();

    write.complete(Fate.STORED);
    assertThat(writing.expectResult()).extracting("sequenceNr").isEqualTo(3L);
    assertThat(originator.expectResult()).isInstanceOf(Result.Rejected.class);
    assertThat(originator.expectResult()).extracting("sequenceNr").isEqualTo(3L);
  }

  @Test
  void asksOneWhoKnowsOnlyWhatIsDurableAboutTheEventThatIsBeingWritten() {
    ValidationRequest<Note> request = originator.ask(note("4").withDecision(end, NO));

    assertThat(request.past()).isEqualTo(unwritten);
    assertThat(request.pastEvents().events()).hasSize(1);
    originator.send(request.accept());
    assertThat(new OriginatorByHand(test).resultOf(request.prospectiveEvent().eventId()))
        .isEqualTo(new RecordedResult.Pending<>());
    assertNothingIsSettled();
    write.complete(Fate.STORED);
    assertThat(originator.expectResult()).extracting("sequenceNr").isEqualTo(4L);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void answersAllThatRestsOnAWriteThatFails(Fate fate) {
    originator.send(note("4").withDecision(unwritten, NO));
    StoreIfValid<Note> accepted = note("5");
    originator.send(accepted.withDecision(unwritten, YES));
    originator.send(note("6").withExpectedSequenceNr(2));
    originator.send(note("7").withExpectedSequenceNr(4));
    assertNothingIsSettled();

    write.complete(fate);

    assertThat(writing.expectResult()).isInstanceOf(Result.Unknown.class);
    assertThat(
            List.of(
                originator.expectResult(),
                originator.expectResult(),
                originator.expectResult(),
                originator.expectResult()))
        .extracting(Result::getClass)
        .extracting(Class::getSimpleName)
        .containsExactly("Unavailable", "Unknown", "Unavailable", "Unknown");
  }

  @Test
  void doesNotLetADecisionStandThatWasTakenOnAnEventThatGotLost() {
    write.complete(Fate.FAILED);
    assertThat(writing.expectResult()).isInstanceOf(Result.Unknown.class);
    stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
    await().until(() -> test.texts("lot").size() == 2);
    originator.store(2, 1, "another ");

    ValidationRequest<Note> request = originator.ask(note("4").withDecision(unwritten, YES));

    assertThat(request.pastEvents().after()).isNotEqualTo(unwritten);
    assertThat(request.past().sequenceNr()).isEqualTo(3);
  }

  /** The log has handled all that it was told, and shows only what is durable. */
  private void assertNothingIsSettled() {
    assertThat(new OriginatorByHand(test).query(QueryEvents.forwards(1)))
        .satisfies(
            queried -> {
              assertThat(queried.durableSequenceNr()).isEqualTo(2);
              assertThat(queried.events()).hasSize(2);
            });
    assertThat(originator.hasHeardNothing()).isTrue();
    assertThat(writing.hasHeardNothing()).isTrue();
  }
}
