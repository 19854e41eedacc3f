package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Kill;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs and originators that die: nobody waits in vain, and no log stands still. */
final class LogDeathTest {

  @TempDir private Path directory;
  private StoreUnderTest test;
  private TestKit originator;

  @BeforeEach
  void startStoreThatWouldWaitAnHourForAValidation() {
    test = new StoreUnderTest(directory, builder -> builder.validationTimeout(Duration.ofHours(1)));
    originator = test.originator();
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  static List<Object> deaths() {
    return List.of(PoisonPill.getInstance(), Kill.getInstance());
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void answersAllThatIsOpenInALogThatDiesAndOpensItAgain(Object death) {
    test.accept("lot", "before");
    ActorRef log = askForValidation("under validation");
    TestKit waiting = test.originator();
    submit("waiting", waiting);
    TestKit tooLate = test.originator();

    log.tell(death, ActorRef.noSender());
    log.tell(StoreIfValid.of(Note.of("lot", "in the mailbox")), tooLate.getRef());
    log.tell(QueryEvents.forwards(1), tooLate.getRef());

    originator.expectMsgClass(Result.Unavailable.class);
    waiting.expectMsgClass(Result.Unavailable.class);
    tooLate.expectMsgClass(Result.Unavailable.class);
    tooLate.expectMsgClass(QueryRefused.class);
    assertThat(onceOpenAgain("lot")).containsExactly("before");
  }

  @Test
  void tellsWhoRespondsToADeadLogThatItIsTooLate() {
    ActorRef log = askForValidation("first");
    ValidationRequest<?> request = lastRequest;
    TestKit witness = test.originator();
    witness.watch(log);
    log.tell(Kill.getInstance(), ActorRef.noSender());
    witness.expectTerminated(log);
    originator.expectMsgClass(Result.Unavailable.class);

    log.tell(request.accept(), originator.getRef());
    test.receptionist().tell(request.accept(), originator.getRef());

    originator.expectMsgClass(ResponseTooLate.class);
    originator.expectMsgClass(ResponseTooLate.class);
    assertThat(test.texts("lot")).isEmpty();
  }

  @Test
  void takesNoResponseThatWasMeantForAnEarlierLifeOfTheLog() {
    ActorRef log = askForValidation("first");
    ValidationRequest<?> early = lastRequest;
    log.tell(Kill.getInstance(), ActorRef.noSender());
    originator.expectMsgClass(Result.Unavailable.class);
    assertThat(onceOpenAgain("lot")).isEmpty();
    askForValidation("first");
    ValidationRequest<?> late = lastRequest;

    test.receptionist().tell(early.accept(), originator.getRef());

    originator.expectMsgClass(ResponseTooLate.class);
    test.receptionist().tell(late.reject(Reason.UNWANTED), originator.getRef());
    originator.expectMsgClass(Result.Rejected.class);
    assertThat(test.texts("lot")).isEmpty();
  }

  @Test
  void goesOnAtOnceWhenTheOriginatorDiesDuringItsValidation() {
    askForValidation("of the dead");
    TestKit next = test.originator();
    submit("waits behind", originator);
    submit("next", next);

    test.system().stop(originator.getRef());

    ValidationRequest<?> request = next.expectMsgClass(ValidationRequest.class);
    assertThat(request.event()).isEqualTo(Note.of("lot", "next"));
    next.getLastSender().tell(request.accept(), next.getRef());
    next.expectMsgClass(Result.Accepted.class);
    assertThat(test.texts("lot")).containsExactly("next");
  }

  @Test
  void storesWhatWasAcceptedAlthoughItsOriginatorDies() {
    ActorRef log = askForValidation("accepted");

    log.tell(lastRequest.accept(), originator.getRef());
    test.system().stop(originator.getRef());

    Result<Note, Reason, String> next =
        StoreUnderTest.await(
            test.store()
                .storeIfValid(
                    Note.of("lot", "next"),
                    (event, past) ->
                        past.equals(List.of(Note.of("lot", "accepted")))
                            ? Decision.accept()
                            : Decision.reject(Reason.UNWANTED)));
    assertThat(next.wasAccepted()).isTrue();
    assertThat(test.texts("lot")).containsExactly("accepted", "next");
  }

  private ValidationRequest<?> lastRequest =
      new ValidationRequest<>(
          new io.atomicstore.core.ValidationToken(1, 1),
          io.atomicstore.core.ProspectiveEvent.of(new ScopeId("none"), EventIds.next(), "none"),
          new PastEvents<>(LogPrefix.EMPTY, List.of()),
          LogPrefix.EMPTY);

  private ActorRef askForValidation(String text) {
    submit(text, originator);
    lastRequest = originator.expectMsgClass(StoreUnderTest.PATIENCE, ValidationRequest.class);
    return originator.getLastSender();
  }

  private void submit(String text, TestKit from) {
    test.receptionist().tell(StoreIfValid.of(Note.of("lot", text)), from.getRef());
  }

  /** The events of a scope, asked for again while a log that died is on its way out. */
  private List<String> onceOpenAgain(String scope) {
    while (true) {
      test.receptionist()
          .tell(QueryEvents.forwards(1).inScope(new ScopeId(scope)), originator.getRef());
      Object answer =
          originator.expectMsgAnyClassOf(
              StoreUnderTest.PATIENCE, QueriedEvents.class, QueryRefused.class);
      if (answer instanceof QueriedEvents<?> queried) {
        return queried.events().stream()
            .map(StoredEvent::event)
            .map(event -> ((Note) event).text())
            .toList();
      }
    }
  }
}
