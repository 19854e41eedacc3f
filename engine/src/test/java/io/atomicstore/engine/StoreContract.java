package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a store does in whichever way it is started, for originators on whichever node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {

  static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(3);

  private static final Validator<Note, Reason, String> YES = (event, past) -> Decision.accept();

  /** The store on the node of the originators. */
  abstract AtomicStore<Note, Reason> store();

  /** The node of the originators. */
  abstract ActorSystem system();

  @Test
  void storesWhatIsAcceptedAfterShowingThePast() {
    List<List<Note>> pasts = new ArrayList<>();
    Validator<Note, Reason, String> validator =
        (event, past) -> {
          pasts.add(List.copyOf(past));
          return Decision.<Reason, String>accept().withMeta("of " + event.text());
        };

    Result<Note, Reason, String> first = store(Note.of("lot", "first"), validator);
    Result<Note, Reason, String> second = store(Note.of("lot", "second"), validator);

    assertThat(first).extracting("sequenceNr", "meta").containsExactly(1L, "of first");
    assertThat(second).extracting("sequenceNr", "meta").containsExactly(2L, "of second");
    assertThat(pasts).containsExactly(List.of(), List.of(Note.of("lot", "first")));
    assertThat(texts("lot")).containsExactly("first", "second");
    await()
        .untilAsserted(
            () ->
                assertThat(StoreUnderTest.await(store().liveScopes()))
                    .contains(new ScopeId("lot")));
  }

  @Test
  void rejectsWithReasonAndMeta() {
    Result<Note, Reason, String> result =
        store(
            Note.of("rejecting", "no"),
            (event, past) -> Decision.<Reason, String>reject(Reason.UNWANTED).withMeta("why"));

    assertThat(result).isInstanceOf(Result.Rejected.class);
    assertThat(result.reason()).isEqualTo(Reason.UNWANTED);
    assertThat(result.meta()).isEqualTo("why");
    assertThat(texts("rejecting")).isEmpty();
  }

  @Test
  void keepsWhatTheValidatorThrewAsItWas() {
    IllegalStateException thrown = new IllegalStateException("broken");

    Result<Note, Reason, String> result =
        store(
            Note.of("throwing", "first"),
            (event, past) -> {
              throw thrown;
            });

    assertThat(((Result.Rejected<Note, Reason, String>) result).cause()).isSameAs(thrown);
  }

  @Test
  void timesOutWhoNeverDecidesAndConsidersTheNext() {
    var silent =
        store()
            .<String>storeIfValidAsync(
                Note.of("silent", "first"), (event, past) -> new CompletableFuture<>());

    Result<Note, Reason, String> next = store(Note.of("silent", "second"), YES);

    assertThat(StoreUnderTest.await(silent)).isInstanceOf(Result.TimedOut.class);
    assertThat(StoreUnderTest.await(silent).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(next).extracting("sequenceNr").isEqualTo(1L);
  }

  @Test
  void storesARepeatedSubmissionOnceAndNoOtherUnderItsId() {
    StoreIfValid<Note> submission = StoreIfValid.of(Note.of("repeating", "once"));
    StoreIfValid<Note> other =
        StoreIfValid.of(Note.of("repeating", "other")).withEventId(submission.eventId());
    List<CompletionStage<Result<Note, Reason, String>>> stages = new ArrayList<>();

    for (int i = 0; i < 5; i++) {
      stages.add(store().storeIfValid(submission, YES));
    }

    assertThat(stages).allMatch(stage -> StoreUnderTest.await(stage).wasAccepted());
    assertThat(StoreUnderTest.await(store().storeIfValid(submission, YES)))
        .extracting("sequenceNr", "isDuplicate")
        .containsExactly(1L, true);
    assertThat(StoreUnderTest.await(store().storeIfValid(other, YES)))
        .isInstanceOf(Result.EventIdTaken.class);
    assertThat(texts("repeating")).containsExactly("once");
  }

  @Test
  void judgesEveryEventOfARaceOnExactlyThoseBeforeIt() {
    Map<String, List<Note>> pasts = new ConcurrentHashMap<>();
    Validator<Note, Reason, String> validator =
        (event, past) -> {
          pasts.put(event.text(), List.copyOf(past));
          return Decision.accept();
        };
    List<CompletionStage<Result<Note, Reason, String>>> stages = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      stages.add(store().storeIfValid(Note.of("race", "" + i), validator));
    }

    assertThat(stages).allMatch(stage -> StoreUnderTest.await(stage).wasAccepted());
    List<Note> log = events("race").stream().map(StoredEvent::event).toList();
    assertThat(log).hasSize(200);
    for (int i = 0; i < log.size(); i++) {
      assertThat(pasts.get(log.get(i).text())).isEqualTo(log.subList(0, i));
    }
  }

  @Test
  void takesScopesOfAnyLetters() {
    for (String scope : List.of("lot/17", "lot 17", "лот", "a|b", "~unread", "$a", "..", "💎")) {
      assertThat(store(Note.of(scope, "x"), YES).wasAccepted()).isTrue();

      assertThat(texts(scope)).containsExactly("x");
    }
  }

  @Test
  void speaksWithActorsThroughItsReceptionist() {
    TestKit originator = new TestKit(system());
    store().receptionist().tell(StoreIfValid.of(Note.of("actors", "first")), originator.getRef());
    ValidationRequest<?> request =
        originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);

    store().receptionist().tell(request.accept().withMeta(1), originator.getRef());

    Result.Accepted<?, ?, ?> result =
        originator.expectMsgClass(StoreUnderTest.PATIENCE, Result.Accepted.class);
    assertThat(result.meta()).isEqualTo(1);
    store().receptionist().tell(request.accept(), originator.getRef());
    assertThat(originator.expectMsgClass(StoreUnderTest.PATIENCE, ResponseTooLate.class).token())
        .isEqualTo(request.token());
    store()
        .receptionist()
        .tell(QueryEvents.forwards(1).inScope(new ScopeId("actors")), originator.getRef());
    QueriedEvents<?> queried =
        originator.expectMsgClass(StoreUnderTest.PATIENCE, QueriedEvents.class);
    assertThat(queried.events()).hasSize(1);
  }

  @Test
  void goesOnAtOnceWhenAnOriginatorDiesDuringItsValidation() {
    TestKit originator = new TestKit(system());
    TestKit next = new TestKit(system());
    store().receptionist().tell(StoreIfValid.of(Note.of("dying", "lost")), originator.getRef());
    originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
    store().receptionist().tell(StoreIfValid.of(Note.of("dying", "next")), next.getRef());

    system().stop(originator.getRef());

    Duration sooner = VALIDATION_TIMEOUT.dividedBy(2);
    ValidationRequest<?> request = next.expectMsgClass(sooner, ValidationRequest.class);
    assertThat(request.pastEvents().events()).isEmpty();
  }

  Result<Note, Reason, String> store(Note note, Validator<Note, Reason, String> validator) {
    return StoreUnderTest.await(store().storeIfValid(note, validator));
  }

  List<String> texts(String scope) {
    return events(scope).stream().map(stored -> stored.event().text()).toList();
  }

  private List<StoredEvent<Note>> events(String scope) {
    return StoreUnderTest.await(store().events(new ScopeId(scope)).runWith(Sink.seq(), system()));
  }
}
