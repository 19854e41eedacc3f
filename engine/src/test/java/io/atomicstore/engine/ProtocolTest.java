package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What actors say to the store and hear from it: what the original's own tests pin, and more. */
final class ProtocolTest {

  @TempDir private Path directory;
  private StoreUnderTest test;
  private TestKit originator;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(directory);
    originator = test.originator();
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void hasNoLiveLogsAtFirst() {
    assertThat(liveScopes()).isEmpty();
  }

  @Test
  void hasAnEmptyLogForAScopeThatNobodyUsed() {
    assertThat(query("empty")).isEmpty();
  }

  @Test
  void showsTheProspectiveEventToItsOriginatorBeforeStoringIt() {
    submit(Note.of("lot", "first"));

    ValidationRequest<Note> request = expectRequest();

    assertThat(request.event()).isEqualTo(Note.of("lot", "first"));
    assertThat(request.scopeId()).isEqualTo(new ScopeId("lot"));
    assertThat(request.pastEvents().events()).isEmpty();
    assertThat(request.isComplete()).isTrue();
    assertThat(query("lot")).isEmpty();
  }

  @Test
  void storesAnAcceptedEventLastAndReturnsIt() {
    accept(Note.of("lot", "first"));

    Result.Accepted<Note, Reason, ?> result = accept(Note.of("lot", "second"));

    assertThat(result.wasAccepted()).isTrue();
    assertThat(result.event()).isEqualTo(Note.of("lot", "second"));
    assertThat(result.sequenceNr()).isEqualTo(2);
    assertThat(query("lot")).containsExactly("first", "second");
  }

  @Test
  void passesMetaFromTheResponseToTheResult() {
    submit(Note.of("lot", "first"));
    ValidationRequest<Note> request = expectRequest();

    test.receptionist().tell(request.accept().withMeta("price 12"), originator.getRef());

    assertThat(expectResult().meta()).isEqualTo("price 12");
  }

  @Test
  void storesNothingOnARejectionAndReturnsReasonAndMeta() {
    submit(Note.of("lot", "first"));
    ValidationRequest<Note> request = expectRequest();

    test.receptionist().tell(request.reject(Reason.UNWANTED).withMeta(7), originator.getRef());

    Result<Note, Reason, ?> result = expectResult();
    assertThat(result).isInstanceOf(Result.Rejected.class);
    assertThat(result.wasAccepted()).isFalse();
    assertThat(result.reason()).isEqualTo(Reason.UNWANTED);
    assertThat(result.meta()).isEqualTo(7);
    assertThat(query("lot")).isEmpty();
  }

  @Test
  void queuesWhatComesDuringAValidationAndConsidersItInOrder() {
    submit(Note.of("lot", "first"));
    submit(Note.of("lot", "second"));
    ValidationRequest<Note> first = expectRequest();
    assertThat(first.event().text()).isEqualTo("first");

    respondToLog(first.accept());

    Object one = originator.expectMsgAnyClassOf(ValidationRequest.class, Result.Accepted.class);
    Object two = originator.expectMsgAnyClassOf(ValidationRequest.class, Result.Accepted.class);
    ValidationRequest<?> second =
        (ValidationRequest<?>) (one instanceof ValidationRequest ? one : two);
    assertThat(second.event()).isEqualTo(Note.of("lot", "second"));
    assertThat(second.pastEvents().events()).hasSize(1);
  }

  @Test
  void answersQueriesDuringAValidation() {
    accept(Note.of("lot", "first"));
    submit(Note.of("lot", "second"));
    expectRequest();

    List<String> texts = query("lot");

    assertThat(texts).containsExactly("first");
  }

  @Test
  void discardsTheEventAndSaysSoWhenTheLogIsStoppedDuringItsValidation() {
    submit(Note.of("lot", "first"));
    expectRequest();

    ActorRef log = originator.getLastSender();
    TestKit witness = test.originator();
    witness.watch(log);

    log.tell(PoisonPill.getInstance(), ActorRef.noSender());

    assertThat(expectResult()).isInstanceOf(Result.Unavailable.class);
    witness.expectTerminated(log);
    await().until(() -> liveScopes().isEmpty());
    assertThat(query("lot")).isEmpty();
  }

  @Test
  void restoresThreeStoredEventsAfterARestart() {
    accept(Note.of("lot", "first"));
    accept(Note.of("lot", "second"));
    accept(Note.of("lot", "third"));

    test.restart();
    originator = test.originator();

    assertThat(query("lot")).containsExactly("first", "second", "third");
  }

  @Test
  void keepsTheEventsOfScopesApart() {
    submit(Note.of("one", "first"));
    ValidationRequest<Note> inOne = expectRequest();
    submit(Note.of("two", "second"));
    ValidationRequest<Note> inTwo = expectRequest();

    test.receptionist().tell(inOne.accept(), originator.getRef());
    expectResult();
    test.receptionist().tell(inTwo.accept(), originator.getRef());
    expectResult();

    assertThat(query("one")).containsExactly("first");
    assertThat(query("two")).containsExactly("second");
  }

  @Test
  void takesAResponseInTheEnvelopeOfAnotherScopeForItsOwn() {
    submit(Note.of("lot", "first"));
    ValidationRequest<Note> request = expectRequest();

    test.receptionist()
        .tell(new Envelope(new ScopeId("other"), request.accept()), originator.getRef());

    assertThat(expectResult().wasAccepted()).isTrue();
    assertThat(query("lot")).containsExactly("first");
    assertThat(query("other")).isEmpty();
  }

  @Test
  void takesAResponseSentDirectlyToTheLog() {
    submit(Note.of("lot", "first"));
    ValidationRequest<Note> request = expectRequest();

    respondToLog(request.accept());

    assertThat(expectResult().wasAccepted()).isTrue();
  }

  @Test
  void tellsTheOriginatorTheResultWhenSomeoneElseResponds() {
    TestKit delegate = test.originator();
    submit(Note.of("lot", "first"));
    ValidationRequest<Note> request = expectRequest();

    test.receptionist().tell(request.accept(), delegate.getRef());

    assertThat(expectResult().wasAccepted()).isTrue();
  }

  @Test
  void holdsTheWholeConversationByAsking() {
    ValidationRequest<?> request =
        (ValidationRequest<?>)
            StoreUnderTest.await(
                Patterns.ask(
                    test.receptionist(),
                    StoreIfValid.of(Note.of("lot", "asked")),
                    StoreUnderTest.PATIENCE));

    Object result =
        StoreUnderTest.await(
            Patterns.ask(test.receptionist(), request.accept(), StoreUnderTest.PATIENCE));

    assertThat(result).isInstanceOf(Result.Accepted.class);
    assertThat(query("lot")).containsExactly("asked");
  }

  @Test
  void tellsWhoRespondsTwiceThatTheSecondResponseCameTooLate() {
    submit(Note.of("lot", "first"));
    ValidationRequest<Note> request = expectRequest();
    test.receptionist().tell(request.accept(), originator.getRef());
    expectResult();

    test.receptionist().tell(request.reject(Reason.UNWANTED), originator.getRef());

    ResponseTooLate tooLate = originator.expectMsgClass(ResponseTooLate.class);
    assertThat(tooLate.token()).isEqualTo(request.token());
    assertThat(query("lot")).containsExactly("first");
  }

  @Test
  void regeneratesADeadLogWithItsEvents() {
    accept(Note.of("lot", "first"));
    accept(Note.of("lot", "second"));
    ActorRef log = originator.getLastSender();
    originator.watch(log);

    log.tell(PoisonPill.getInstance(), ActorRef.noSender());
    originator.expectTerminated(log);
    await().until(() -> liveScopes().isEmpty());

    assertThat(query("lot")).containsExactly("first", "second");
    assertThat(accept(Note.of("lot", "third")).sequenceNr()).isEqualTo(3);
  }

  @Test
  void listsTheScopesOfLiveLogs() {
    accept(Note.of("one", "first"));
    accept(Note.of("two", "first"));

    assertThat(liveScopes()).containsExactlyInAnyOrder(new ScopeId("one"), new ScopeId("two"));
  }

  @Test
  void takesScopesOfAnyLetters() {
    for (String scope : List.of("lot/17", "lot 17", "лот", "a|b", "~unread", "$a", "..", "💎")) {
      assertThat(accept(Note.of(scope, "x")).sequenceNr()).isEqualTo(1);

      assertThat(query(scope)).containsExactly("x");
    }
  }

  @Test
  void returnsTheFirstResultForARepeatedSubmissionAlsoAfterARestart() {
    EventId id = EventIds.next();
    StoreIfValid<Note> submission = StoreIfValid.of(Note.of("lot", "once")).withEventId(id);
    test.receptionist().tell(submission, originator.getRef());
    ValidationRequest<Note> request = expectRequest();
    test.receptionist().tell(request.accept().withMeta("kept"), originator.getRef());
    expectResult();

    test.restart();
    originator = test.originator();
    test.receptionist().tell(submission, originator.getRef());

    Result.Accepted<?, ?, ?> again = originator.expectMsgClass(Result.Accepted.class);
    assertThat(again.isDuplicate()).isTrue();
    assertThat(again.sequenceNr()).isEqualTo(1);
    assertThat(again.meta()).isEqualTo("kept");
    assertThat(query("lot")).containsExactly("once");
  }

  @Test
  void keepsExactlyTheAcceptedEventsInRandomFlowsWithARestartAfterEach() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> expected = new ArrayList<>();

    for (int round = 0; round < 8; round++) {
      for (int i = 0; i < random.nextInt(6); i++) {
        Note note = Note.of("lot", round + "/" + i);
        submit(note);
        ValidationRequest<Note> request = expectRequest();
        assertThat(request.pastEvents().events().stream().map(past -> past.event().text()))
            .isEqualTo(expected);
        boolean isAccepted = random.nextBoolean();
        respondToLog(isAccepted ? request.accept() : request.reject(Reason.UNWANTED));
        assertThat(expectResult().wasAccepted()).isEqualTo(isAccepted);
        if (isAccepted) {
          expected.add(note.text());
        }
      }
      test.restart();
      originator = test.originator();

      assertThat(query("lot")).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private void submit(Note note) {
    test.receptionist().tell(StoreIfValid.of(note), originator.getRef());
  }

  private void respondToLog(ValidationResponse<?, ?> response) {
    originator.getLastSender().tell(response, originator.getRef());
  }

  @SuppressWarnings("unchecked")
  private ValidationRequest<Note> expectRequest() {
    return originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
  }

  @SuppressWarnings("unchecked")
  private Result<Note, Reason, ?> expectResult() {
    return (Result<Note, Reason, ?>)
        originator.expectMsgAnyClassOf(
            Result.Accepted.class,
            Result.Rejected.class,
            Result.Unavailable.class,
            Result.TimedOut.class);
  }

  private Result.Accepted<Note, Reason, ?> accept(Note note) {
    submit(note);
    respondToLog(expectRequest().accept());
    return (Result.Accepted<Note, Reason, ?>) expectResult();
  }

  private List<String> query(String scope) {
    test.receptionist()
        .tell(QueryEvents.forwards(1).inScope(new ScopeId(scope)), originator.getRef());
    QueriedEvents<?> queried = originator.expectMsgClass(QueriedEvents.class);
    return queried.events().stream().map(StoredEvent::event).map(e -> ((Note) e).text()).toList();
  }

  private Set<ScopeId> liveScopes() {
    test.receptionist().tell(new GetLiveLogScopes(), originator.getRef());
    return originator.expectMsgClass(LiveLogScopes.class).scopeIds();
  }
}
