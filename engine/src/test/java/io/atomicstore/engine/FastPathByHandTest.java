package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.prefixOf;
import static io.atomicstore.engine.OriginatorByHand.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.Result;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that come with the submission stand on the log they were taken on, and there alone. */
@ParameterizedClass
@EnumSource
final class FastPathByHandTest {

  private static final Decision<Reason, String> YES =
      Decision.<Reason, String>accept().withMeta("yes");
  private static final Decision<Reason, String> NO =
      Decision.<Reason, String>reject(Reason.UNWANTED).withMeta("no");

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private StoreUnderTest test;
  private OriginatorByHand originator;
  private List<EventId> ids;
  private LogPrefix end;

  @BeforeEach
  void storeThreeEvents() {
    test = journal.start(directory, builder -> builder);
    originator = new OriginatorByHand(test);
    ids = originator.store(0, 3, "");
    end = prefixOf(ids);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void letsAYesStandThatWasTakenOnAllOfTheLog() {
    Result<Note, Reason, ?> result = originator.submit(note("4").withDecision(end, YES));

    assertThat(result).extracting("sequenceNr", "meta").containsExactly(4L, "yes");
    assertThat(test.texts("lot")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void letsANoStandThatWasTakenOnAllOfTheLog() {
    Result<Note, Reason, ?> result = originator.submit(note("4").withDecision(end, NO));

    assertThat(result).isInstanceOf(Result.Rejected.class);
    assertThat(result).extracting("reason", "meta").containsExactly(Reason.UNWANTED, "no");
    assertThat(test.texts("lot")).containsExactly("1", "2", "3");
  }

  @Test
  void letsADecisionOnTheEmptyLogStand() {
    StoreIfValid<Note> first = StoreIfValid.of(Note.of("new", "first"));

    Result<Note, Reason, ?> result = originator.submit(first.withDecision(LogPrefix.EMPTY, YES));

    assertThat(result).extracting("sequenceNr").isEqualTo(1L);
  }

  @Test
  void letsADecisionStandThatWasTakenBeforeTheLogWasOpenedAnew() {
    test.restart();
    originator = new OriginatorByHand(test);

    Result<Note, Reason, ?> result = originator.submit(note("4").withDecision(end, YES));

    assertThat(result).extracting("sequenceNr").isEqualTo(4L);
  }

  @Test
  void considersDecisionsInTheOrderInWhichTheyCame() {
    StoreIfValid<Note> fourth = note("4");
    LogPrefix afterFourth = end.followedBy(fourth.eventId());
    ValidationRequest<Note> slow = originator.ask(note("slow").withKnown(end));
    originator.send(fourth.withDecision(end, YES));
    originator.send(note("5").withDecision(afterFourth, YES));
    originator.send(note("6").withDecision(end, YES));
    originator.send(slow.reject(Reason.UNWANTED));

    assertThat(originator.expectResult()).isInstanceOf(Result.Rejected.class);

    ValidationRequest<Note> request = expectRequestAndTwoAccepted();
    assertThat(request.event().text()).isEqualTo("6");
    assertThat(texts(request.pastEvents().events())).containsExactly("4", "5");
  }

  /** The request may come before the results: it shows events that are not durable yet. */
  private ValidationRequest<Note> expectRequestAndTwoAccepted() {
    OriginatorByHand reader = new OriginatorByHand(test);
    Object one = originator.expect(Object.class);
    Object two = originator.expect(Object.class);
    Object three = originator.expect(Object.class);
    List<Object> all = List.of(one, two, three);
    assertThat(all).filteredOn(Result.Accepted.class::isInstance).hasSize(2);
    assertThat(reader.query(QueryEvents.forwards(4)).events()).hasSize(2);
    return requestAmong(all);
  }

  @SuppressWarnings("unchecked")
  private static ValidationRequest<Note> requestAmong(List<Object> all) {
    return (ValidationRequest<Note>)
        all.stream().filter(ValidationRequest.class::isInstance).findAny().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asksAboutADecisionOnWhatIsNotAllOfTheLogAnyMore(boolean isYes) {
    LogPrefix stale = prefixOf(ids.subList(0, 1));

    ValidationRequest<Note> request =
        originator.ask(note("4").withDecision(stale, isYes ? YES : NO));

    assertThat(request.pastEvents().after()).isEqualTo(stale);
    assertThat(texts(request.pastEvents().events())).containsExactly("2", "3");
    assertThat(request.past()).isEqualTo(end);
    assertThat(originator.respond(request.accept())).extracting("sequenceNr").isEqualTo(4L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asksAboutADecisionOnOtherEventsOfThatNumber(boolean isYes) {
    LogPrefix lost = prefixOf(ids.subList(0, 2)).followedBy(EventIds.next());

    ValidationRequest<Note> request =
        originator.ask(note("4").withDecision(lost, isYes ? YES : NO));

    assertThat(request.pastEvents().events()).isEmpty();
    assertThat(request.pastEvents().after()).isEqualTo(end).isNotEqualTo(lost);
    assertThat(originator.page(request.pastEventsAfter(0)).events()).hasSize(3);
    assertThat(originator.respond(request.reject(Reason.UNWANTED)).reason())
        .isEqualTo(Reason.UNWANTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asksAboutADecisionOnEventsThatNobodyCanTell(boolean isYes) {
    LogPrefix unknown = LogPrefix.ofDurable(3);

    ValidationRequest<Note> request =
        originator.ask(note("4").withDecision(unknown, isYes ? YES : NO));

    assertThat(request.pastEvents().events()).isEmpty();
    assertThat(request.past()).isEqualTo(end);
    assertThat(originator.respond(request.accept()).wasAccepted()).isTrue();
  }

  @Test
  void asksAboutADecisionOnMoreThanThereIs() {
    ValidationRequest<Note> request =
        originator.ask(note("4").withDecision(end.followedBy(EventIds.next()), YES));

    assertThat(request.past()).isEqualTo(end);
    assertThat(originator.respond(request.accept())).extracting("sequenceNr").isEqualTo(4L);
  }

  @Test
  void storesWhatExpectsTheEndOfTheLog() {
    Result<Note, Reason, ?> result = originator.submit(note("4").withExpectedSequenceNr(3));

    assertThat(result).extracting("sequenceNr", "meta").containsExactly(4L, null);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4, Long.MAX_VALUE})
  void saysWhereTheLogEndsToOneWhoExpectsItElsewhere(long expected) {
    StoreIfValid<Note> submission = note("4").withExpectedSequenceNr(expected);

    Result<Note, Reason, ?> result = originator.submit(submission);

    assertThat(result).isInstanceOf(Result.Conflict.class);
    assertThat(result).extracting("expectedSequenceNr", "sequenceNr").containsExactly(expected, 3L);
    assertThat(originator.submit(submission.withExpectedSequenceNr(3)).wasAccepted())
        .as("the id is free")
        .isTrue();
  }
}
