package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.prefixOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import io.atomicstore.originator.EventIds;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A journal that does not give old events back: all are answered, and the log comes back. */
final class PastPagesFailureTest {

  private static final String LOG = "atomic-store|lot";
  private static final int EVENTS = 60;

  private final StoredInMemory stored = StoredInMemory.create();
  private StoreUnderTest test;
  private OriginatorByHand originator;
  private OriginatorByHand other;
  private List<EventId> ids;

  @BeforeEach
  void storeMoreThanAPage() {
    test =
        new StoreUnderTest(
            ControlledJournal.on(stored),
            builder ->
                builder
                    .tailBytesMax(500)
                    .pageBytesMax(1_024)
                    .limits(LogLimits.DEFAULT.withWaitingEventsMax(8)));
    originator = new OriginatorByHand(test);
    other = new OriginatorByHand(test);
    ids = originator.store(0, EVENTS, "a text of some length, number ");
  }

  @AfterEach
  void theOtherScopeIsUntouched() {
    assertThat(test.accept("other", "first").wasAccepted()).isTrue();
    test.close();
  }

  @Test
  void waitsForAJournalThatAnswersSlowly() {
    CompletableFuture<Void> read = new CompletableFuture<>();
    stored.onRead("lot", read);
    originator.send(note("next"));
    other.send(note("other"));
    assertThat(other.query(QueryEvents.forwards(EVENTS)).events())
        .as("from memory meanwhile")
        .hasSize(1);

    read.complete(null);

    ValidationRequest<Note> request = originator.expectRequest();
    originator.pages(request);
    assertThat(originator.respond(request.accept()).wasAccepted()).isTrue();
    assertThat(other.respond(other.expectRequest().accept()).wasAccepted()).isTrue();
  }

  @Test
  void answersAllWhenTheFirstPageCannotBeRead() {
    stored.onRead("lot", CompletableFuture.failedFuture(new IllegalStateException("disk error")));

    originator.send(note("next"));
    other.send(note("other"));

    assertUnavailable(originator, "disk error");
    other.expect(Result.Unavailable.class);
    stored.onRead("lot", CompletableFuture.completedFuture(null));
    assertComesBack();
  }

  @Test
  void answersAllWhenAFurtherPageCannotBeRead() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    other.send(note("other"));
    other.query(QueryEvents.forwards(EVENTS + 1));
    CompletableFuture<Void> read = new CompletableFuture<>();
    stored.onRead("lot", read);
    other.send(QueryEvents.forwards(3).inScope(OriginatorByHand.LOT));
    other.send(new GetResult(EventIds.next()).inScope(OriginatorByHand.LOT));
    other.expect(GotResult.class);
    originator.send(request.pastEventsAfter(request.pastEvents().lastSequenceNr()));

    read.completeExceptionally(new IllegalStateException("disk error"));

    assertUnavailable(originator, "disk error");
    other.expect(QueryRefused.class);
    assertThat(other.expect(Result.Unavailable.class).cause()).contains("disk error");
    stored.onRead("lot", CompletableFuture.completedFuture(null));
    assertComesBack();
    originator.send(request.accept());
    originator.expect(ResponseTooLate.class);
  }

  @Test
  void answersAllWhenAnEventIsMissingInTheMiddleOfAPage() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    long nextSequenceNr = request.pastEvents().lastSequenceNr() + 3;
    other.send(note("other"));
    other.query(QueryEvents.forwards(EVENTS + 1));
    StoredInMemory.Entry lost = stored.remove(LOG, nextSequenceNr);

    originator.send(request.pastEventsAfter(request.pastEvents().lastSequenceNr()));

    assertUnavailable(originator, "expected the event of sequence number " + nextSequenceNr);
    other.expect(Result.Unavailable.class);
    stored.put(LOG, nextSequenceNr, lost);
    assertComesBack();
  }

  @Test
  void answersAllWhenThePageEndsTooEarly() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    long nextSequenceNr = request.pastEvents().lastSequenceNr() + 1;
    var lost = stored.entries(LOG, nextSequenceNr, EVENTS);
    lost.keySet().forEach(sequenceNr -> stored.remove(LOG, sequenceNr));

    originator.send(request.pastEventsAfter(nextSequenceNr - 1));

    assertUnavailable(originator, "expected the event of sequence number " + nextSequenceNr);
    lost.forEach((sequenceNr, entry) -> stored.put(LOG, sequenceNr, entry));
    assertComesBack();
  }

  @Test
  void refusesAQueryThatCannotBeReadAndGoesOn() {
    ValidationRequest<Note> request = originator.ask(note("next").withKnown(prefixOf(ids)));
    stored.onRead("lot", CompletableFuture.failedFuture(new IllegalStateException("disk error")));

    other.send(QueryEvents.forwards(1).inScope(OriginatorByHand.LOT));

    assertThat(other.expect(QueryRefused.class).cause()).contains("disk error");
    assertThat(originator.respond(request.accept()).wasAccepted()).isTrue();
  }

  @Test
  void doesNotEndBecauseManyQueriesWaitForTheJournal() {
    CompletableFuture<Void> read = new CompletableFuture<>();
    stored.onRead("lot", read);
    for (int i = 0; i < 30; i++) {
      other.send(QueryEvents.forwards(1).inScope(OriginatorByHand.LOT));
    }
    for (int i = 0; i < 18; i++) {
      assertThat(other.expect(QueryRefused.class).cause()).contains("wait for the journal");
    }
    originator.send(note("next"));
    originator.send(new GetResult(EventIds.next()).inScope(OriginatorByHand.LOT));
    originator.expect(GotResult.class);

    read.complete(null);

    assertThat(originator.expectRequest().event().text()).isEqualTo("next");
    for (int i = 0; i < 12; i++) {
      assertThat(other.expectQueried().events()).isNotEmpty();
    }
  }

  private static void assertUnavailable(OriginatorByHand asked, String cause) {
    assertThat(asked.expect(Result.Unavailable.class).cause()).contains(cause);
  }

  private void assertComesBack() {
    await().until(() -> test.texts("lot").size() == EVENTS);
    ValidationRequest<Note> request = originator.ask(note("next"));
    originator.pages(request);
    assertThat(originator.respond(request.accept()))
        .extracting("sequenceNr")
        .isEqualTo(EVENTS + 1L);
  }
}
