package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.prefixOf;
import static io.atomicstore.engine.OriginatorByHand.sequenceNrs;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.originator.EventIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The past of a long log goes out in pages, of which each says where it stands. */
@ParameterizedClass
@EnumSource
final class PastPagesTest {

  private static final int PAGE_BYTES = 1_024;
  private static final int TAIL_BYTES = 1_500;
  private static final int EVENTS = 150;

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private StoreUnderTest test;
  private OriginatorByHand originator;
  private List<EventId> ids;

  @BeforeEach
  void storeMoreThanFitsTailAndPage() {
    test =
        journal.start(
            directory,
            builder ->
                builder.tailBytesMax(TAIL_BYTES).pageBytesMax(PAGE_BYTES).snapshotEvents(60));
    originator = new OriginatorByHand(test);
    ids = originator.store(0, EVENTS, "a text of some length, number ");
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void showsAllOfItInOrderWithoutGapsAndWithHashesThatAddUp() {
    assertShowsAll();
  }

  @Test
  void showsAllOfItAfterTheLogWasOpenedAnew() {
    test.restart();
    originator = new OriginatorByHand(test);

    assertShowsAll();
  }

  private void assertShowsAll() {
    ValidationRequest<Note> request = originator.ask(note("next"));

    List<PastEvents<Note>> pages = originator.pages(request);

    assertThat(request.isComplete()).isFalse();
    assertThat(request.past()).isEqualTo(prefixOf(ids));
    assertFollowEachOther(pages, LogPrefix.EMPTY, request.past());
    assertThat(pages).hasSizeGreaterThan(EVENTS * 50 / PAGE_BYTES);
    assertThat(pages)
        .allSatisfy(page -> assertThat(textBytes(page)).isLessThanOrEqualTo(PAGE_BYTES));
    assertThat(idsOf(pages)).isEqualTo(ids);
    assertThat(originator.respond(request.accept())).extracting("sequenceNr").isEqualTo(151L);
  }

  @Test
  void showsOnlyWhatFollowsTheEventsThatAreKnown() {
    for (int known : new int[] {1, 40, 120, EVENTS - 3}) {
      LogPrefix prefix = prefixOf(ids.subList(0, known));

      ValidationRequest<Note> request = originator.ask(note("next").withKnown(prefix));

      assertFollowEachOther(originator.pages(request), prefix, prefixOf(ids));
      originator.respond(request.reject(Reason.UNWANTED));
    }
  }

  @Test
  void showsNothingToOneWhoKnowsAll() {
    ValidationRequest<Note> request = originator.ask(note("next").withKnown(prefixOf(ids)));

    assertThat(request.isComplete()).isTrue();
    assertThat(request.pastEvents()).isEqualTo(new PastEvents<>(prefixOf(ids), List.of()));
    assertThat(originator.respond(request.accept())).extracting("sequenceNr").isEqualTo(151L);
  }

  @Test
  void tellsOneWhoKnowsMoreThanThereIsWhereTheLogEnds() {
    LogPrefix beyond = prefixOf(ids).followedBy(EventIds.next());

    ValidationRequest<Note> request = originator.ask(note("next").withKnown(beyond));

    assertThat(request.pastEvents()).isEqualTo(new PastEvents<>(prefixOf(ids), List.of()));
    assertThat(request.past()).isEqualTo(prefixOf(ids));
    assertShownFromTheFirst(request);
  }

  @Test
  void tellsOneWhoKnowsAnEventThatGotLostThatItDoesNotKnowThisLog() {
    for (int known : new int[] {40, EVENTS - 3, EVENTS}) {
      LogPrefix lost = prefixOf(ids.subList(0, known - 1)).followedBy(EventIds.next());

      ValidationRequest<Note> request = originator.ask(note("next").withKnown(lost));

      assertThat(request.pastEvents().after())
          .isEqualTo(prefixOf(ids.subList(0, known)))
          .matches(after -> !after.matches(lost));
      assertShownFromTheFirst(request);
    }
  }

  private void assertShownFromTheFirst(ValidationRequest<Note> request) {
    List<PastEvents<Note>> pages =
        new ArrayList<>(List.of(originator.page(request.pastEventsAfter(0))));
    while (last(pages).lastSequenceNr() < EVENTS) {
      pages.add(originator.page(request.pastEventsAfter(last(pages).lastSequenceNr())));
    }
    assertFollowEachOther(pages, LogPrefix.EMPTY, request.past());
    originator.respond(request.reject(Reason.UNWANTED));
  }

  @Test
  void givesAPageAgainAndAnEmptyOneBehindTheEnd() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    PastEvents<Note> page = originator.page(request.pastEventsAfter(70));

    assertThat(originator.page(request.pastEventsAfter(70))).isEqualTo(page);
    assertThat(page.after()).isEqualTo(prefixOf(ids.subList(0, 70)));
    assertThat(originator.page(request.pastEventsAfter(EVENTS)))
        .isEqualTo(new PastEvents<>(prefixOf(ids), List.of()));
  }

  @Test
  void givesNoPageWithoutTheTokenOrBeyondThePast() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    ValidationToken wrong = new ValidationToken(1, 2);

    originator.send(new GetPastEvents(OriginatorByHand.LOT, wrong, 3));
    assertThat(originator.expect(ResponseTooLate.class).token()).isEqualTo(wrong);

    originator.send(request.pastEventsAfter(EVENTS + 1));
    assertThat(originator.expect(ResponseTooLate.class).token()).isEqualTo(request.token());

    assertThat(originator.respond(request.accept()).wasAccepted()).isTrue();
    originator.send(request.pastEventsAfter(3));
    assertThat(originator.expect(ResponseTooLate.class).token()).isEqualTo(request.token());
  }

  @Test
  void givesAnEventThatIsLargerThanAPageAPageOfItsOwn() {
    originator.accept(note("x".repeat(3 * PAGE_BYTES)).withKnown(prefixOf(ids)));
    originator.store(EVENTS + 1, EVENTS, "a text of some length, number ");

    ValidationRequest<Note> request = originator.ask(note("next"));
    List<PastEvents<Note>> pages = originator.pages(request);

    assertFollowEachOther(pages, LogPrefix.EMPTY, request.past());
    assertThat(pages)
        .filteredOn(page -> textBytes(page) > PAGE_BYTES)
        .singleElement()
        .satisfies(page -> assertThat(sequenceNrs(page.events())).containsExactly(EVENTS + 1L));
  }

  @Test
  void givesALargeEventThatIsStillInMemoryAPageOfItsOwn() {
    originator.accept(note("x".repeat(3 * PAGE_BYTES)).withKnown(prefixOf(ids)));

    ValidationRequest<Note> request = originator.ask(note("next").withKnown(prefixOf(ids)));

    assertThat(sequenceNrs(request.pastEvents().events())).containsExactly(EVENTS + 1L);
    assertThat(request.isComplete()).isTrue();
  }

  private static void assertFollowEachOther(
      List<PastEvents<Note>> pages, LogPrefix first, LogPrefix last) {
    LogPrefix upTo = first;
    List<Long> shown = new ArrayList<>();
    for (PastEvents<Note> page : pages) {
      assertThat(page.after()).isEqualTo(upTo);
      upTo = page.upTo();
      shown.addAll(sequenceNrs(page.events()));
    }
    assertThat(upTo).isEqualTo(last);
    assertThat(shown)
        .isEqualTo(
            LongStream.rangeClosed(first.sequenceNr() + 1, last.sequenceNr()).boxed().toList());
  }

  private static int textBytes(PastEvents<Note> page) {
    return page.events().stream().mapToInt(stored -> stored.event().text().length()).sum();
  }

  private static List<EventId> idsOf(List<PastEvents<Note>> pages) {
    return pages.stream()
        .flatMap(page -> page.events().stream())
        .map(StoredEvent::eventId)
        .toList();
  }

  private static PastEvents<Note> last(List<PastEvents<Note>> pages) {
    return pages.get(pages.size() - 1);
  }
}
