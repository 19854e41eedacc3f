package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.PastEvents;
import io.atomicstore.core.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The validation timeout counts from the last page of the past, and from nothing else. */
final class PastPagesDeadlineTest {

  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int EVENTS = 60;

  @TempDir private Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private StoreUnderTest test;
  private OriginatorByHand originator;

  @BeforeEach
  void storeMoreThanAPage() {
    test =
        new StoreUnderTest(
            directory,
            builder ->
                builder
                    .tailBytesMax(0)
                    .pageBytesMax(1_024)
                    .validationTimeout(TIMEOUT)
                    .clocks(Clock.systemUTC(), nanos::get));
    originator = new OriginatorByHand(test);
    originator.store(0, EVENTS, "a text of some length, number ");
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void countsFromTheLastPage() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    PastEvents<Note> page = request.pastEvents();
    while (page.lastSequenceNr() < EVENTS) {
      pass(Duration.ofMinutes(59));
      page = originator.page(request.pastEventsAfter(page.lastSequenceNr()));
    }
    pass(Duration.ofMinutes(59));

    Result<Note, Reason, ?> result = originator.respond(request.accept());

    assertThat(result.wasAccepted()).isTrue();
  }

  @Test
  void isNotPostponedByPagesThatAreFetchedAgain() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    originator.pages(request);
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofMinutes(15));
      originator.send(request.pastEventsAfter(EVENTS - 1 - i));
      originator.send(request.pastEventsAfter(0));
      originator.expect(PastEventsPage.class);
      originator.expect(PastEventsPage.class);
    }

    originator.send(request.accept());

    originator.expect(ResponseTooLate.class);
    assertTimedOut(originator.expectResult());
  }

  @Test
  void isNotPostponedByAPageThatIsFetchedTooLate() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    pass(TIMEOUT);
    originator.pages(request);

    originator.send(request.accept());

    originator.expect(ResponseTooLate.class);
    assertTimedOut(originator.expectResult());
  }

  @Test
  void endsTheValidationOfOneWhoFetchesNoMorePages() {
    start(Duration.ofMillis(300));
    ValidationRequest<Note> request = originator.ask(note("next"));
    OriginatorByHand other = new OriginatorByHand(test);
    other.send(note("other"));

    Result<Note, Reason, ?> result = originator.expectResult();

    assertTimedOut(result);
    originator.send(request.pastEventsAfter(request.pastEvents().lastSequenceNr()));
    assertThat(originator.expect(ResponseTooLate.class).token()).isEqualTo(request.token());
    assertThat(other.expectRequest().event().text()).isEqualTo("other");
  }

  @Test
  void doesNotCountWhileTheFirstPageIsBeingRead() {
    StoredInMemory stored = StoredInMemory.create();
    try (StoreUnderTest slow =
        new StoreUnderTest(
            ControlledJournal.on(stored),
            builder ->
                builder
                    .tailBytesMax(0)
                    .validationTimeout(TIMEOUT)
                    .clocks(Clock.systemUTC(), nanos::get))) {
      OriginatorByHand patient = new OriginatorByHand(slow);
      patient.store(0, 3, "");
      CompletableFuture<Void> read = new CompletableFuture<>();
      stored.onRead("lot", read);
      patient.send(note("next"));
      patient.query(QueryEvents.forwards(4));
      nanos.addAndGet(TIMEOUT.toNanos());
      read.complete(null);

      Result<Note, Reason, ?> result = patient.respond(patient.expectRequest().accept());

      assertThat(result.wasAccepted()).isTrue();
    }
  }

  private void start(Duration timeout) {
    test.close();
    test =
        new StoreUnderTest(
            directory,
            builder -> builder.tailBytesMax(0).pageBytesMax(1_024).validationTimeout(timeout));
    originator = new OriginatorByHand(test);
  }

  /** Lets time pass once the log has done all that it was told to. */
  private void pass(Duration duration) {
    originator.query(QueryEvents.forwards(EVENTS + 1));
    nanos.addAndGet(duration.toNanos());
  }

  private static void assertTimedOut(Result<Note, Reason, ?> result) {
    assertThat(result).isInstanceOf(Result.TimedOut.class);
    assertThat(result.reason()).isEqualTo(Reason.TIMED_OUT);
  }
}
