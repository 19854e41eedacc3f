package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Result;
import io.atomicstore.engine.StoredInMemory.Fate;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A submission of which the journal has only a part is never shown: the log stays closed. */
final class CutSubmissionTest {

  private static final String LOG = "atomic-store|lot";

  private final StoredInMemory stored = StoredInMemory.create();
  private StoreUnderTest test;
  private OriginatorByHand originator;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(ControlledJournal.on(stored), UnaryOperator.identity());
    originator = new OriginatorByHand(test);
  }

  @AfterEach
  void theOtherScopeIsUntouched() {
    assertThat(test.accept("other", "first").wasAccepted()).isTrue();
    test.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void storesAllOrNoneWhenTheWriteFails(Fate fate) {
    originator.store(0, 1, "");
    StoreIfValid<Note> submission = notes("2", "3", "4");
    ValidationRequest<Note> request = originator.ask(submission);
    stored.onWrite("lot", CompletableFuture.completedFuture(fate));

    assertThat(originator.respond(request.accept())).isInstanceOf(Result.Unknown.class);

    stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
    int events = fate == Fate.STORED_BUT_FAILED ? 4 : 1;
    await().until(() -> test.texts("lot").size() == events);
    originator.send(submission);
    if (events == 1) {
      originator.send(originator.expectRequest().accept());
    }
    assertThat(originator.expectResult())
        .extracting("sequenceNr", "isDuplicate")
        .containsExactly(2L, events == 4);
    assertThat(test.texts("lot")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void isOneWriteToTheJournalHoweverManyEventsItHas() {
    ValidationRequest<Note> request = originator.ask(notes("1", "2", "3"));
    stored.onNextWrites("lot", Fate.STORED, Fate.FAILED);

    assertThat(originator.respond(request.accept())).isInstanceOf(Result.Accepted.class);

    assertThat(test.texts("lot")).containsExactly("1", "2", "3");
    ValidationRequest<Note> next = originator.ask(note("4"));
    assertThat(originator.respond(next.accept())).isInstanceOf(Result.Unknown.class);
  }

  @Test
  void isNotOpenedWhenTheEndOfASubmissionIsMissing() {
    StoreIfValid<Note> submission = storeFiveOfWhichThreeAreOne();
    stored.remove(LOG, 5);
    stored.remove(LOG, 4);

    test.restart();

    assertStaysClosed(
        "expected all events of submission " + submission.eventId(),
        "from sequence number 2",
        "found 2 of 3",
        "no more events");
  }

  @Test
  void isNotOpenedWhenAnotherSubmissionComesTooEarly() {
    StoreIfValid<Note> submission = storeFiveOfWhichThreeAreOne();
    StoredInMemory.Entry fifth = rewritten(stored.remove(LOG, 5), 4);
    stored.remove(LOG, 4);
    stored.put(LOG, 4, fifth);

    test.restart();

    assertStaysClosed(
        "expected all events of submission " + submission.eventId(),
        "found 2 of 3 and then another submission");
  }

  @Test
  void isNotOpenedWhenTheBeginningOfASubmissionIsMissing() {
    StoreIfValid<Note> submission = storeFiveOfWhichThreeAreOne();
    stored.remove(LOG, 5);
    StoredInMemory.Entry third = rewritten(stored.remove(LOG, 3), 2);
    stored.remove(LOG, 4);
    stored.remove(LOG, 2);
    stored.put(LOG, 2, third);

    test.restart();

    assertStaysClosed(
        "expected the first event of a submission",
        "found event 2 of submission " + submission.eventId());
  }

  @Test
  void isNotOpenedWhenAnEventWithinASubmissionIsMissing() {
    StoreIfValid<Note> submission = storeFiveOfWhichThreeAreOne();
    stored.remove(LOG, 5);
    StoredInMemory.Entry fourth = rewritten(stored.remove(LOG, 4), 3);
    stored.remove(LOG, 3);
    stored.put(LOG, 3, fourth);

    test.restart();

    assertStaysClosed("found 1 of 3 and then event 3 of submission " + submission.eventId());
  }

  private StoreIfValid<Note> storeFiveOfWhichThreeAreOne() {
    StoreIfValid<Note> submission = notes("2", "3", "4");
    originator.accept(note("1"));
    originator.accept(submission);
    originator.accept(note("5"));
    return submission;
  }

  /** The same event under another sequence number, as a journal that lost one might show it. */
  private StoredInMemory.Entry rewritten(StoredInMemory.Entry entry, long sequenceNr) {
    return entry.change(
        test.system(),
        record ->
            new StoredRecord(
                sequenceNr,
                record.eventId(),
                record.storedAtMillis(),
                record.event(),
                record.meta(),
                0,
                record.place(),
                record.sealsLog()));
  }

  private void assertStaysClosed(String... causes) {
    originator = new OriginatorByHand(test);

    assertThat(originator.causeOfClosedLog(note("next"))).contains("'lot'").contains(causes);
    assertThatThrownBy(() -> test.texts("lot")).cause().isInstanceOf(LogUnavailableException.class);
  }
}
