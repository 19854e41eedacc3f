package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.sequenceNrs;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The events of a log are read in either order, page by page, from memory and the journal. */
@ParameterizedClass
@EnumSource
final class QueryPagesTest {

  private static final int EVENTS = 150;
  private static final ScopeId LOT = OriginatorByHand.LOT;

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
            builder -> builder.tailBytesMax(1_500).pageBytesMax(1_024).snapshotEvents(60));
    originator = new OriginatorByHand(test);
    ids = originator.store(0, EVENTS, "a text of some length, number ");
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void showsPagesForwardsFromAnyEvent() {
    for (long from : new long[] {1, 2, 77, 118, 119, 120, 149, 150}) {
      QueriedEvents<Note> page = originator.query(QueryEvents.forwards(from));

      assertThat(sequenceNrs(page.events()))
          .isNotEmpty()
          .isEqualTo(upTo(from, from + page.events().size() - 1));
      assertThat(page.durableSequenceNr()).isEqualTo(EVENTS);
      assertThat(page.isSealed()).isFalse();
      assertThat(page.events().size() < EVENTS - from + 1).isEqualTo(from < 125);
    }
  }

  @Test
  void showsPagesBackwardsFromAnyEvent() {
    for (long from : new long[] {150, 149, 120, 119, 118, 77, 2, 1}) {
      QueriedEvents<Note> page = originator.query(QueryEvents.backwards(from));

      assertThat(sequenceNrs(page.events()))
          .isNotEmpty()
          .isEqualTo(downTo(from, from - page.events().size() + 1));
    }
  }

  @Test
  void beginsBackwardsWithTheLastEventWhenAskedFromBehindIt() {
    for (long from : new long[] {151, Long.MAX_VALUE}) {
      assertThat(originator.query(QueryEvents.backwards(from)).events())
          .first()
          .extracting(StoredEvent::sequenceNr)
          .isEqualTo(150L);
    }
  }

  @Test
  void hasNothingBehindTheEnd() {
    for (long from : new long[] {151, Long.MAX_VALUE}) {
      QueriedEvents<Note> page = originator.query(QueryEvents.forwards(from));

      assertThat(page.events()).isEmpty();
      assertThat(page.durableSequenceNr()).isEqualTo(EVENTS);
    }
  }

  @Test
  void showsNoMoreThanAskedFor() {
    for (QueryEvents query :
        List.of(
            QueryEvents.forwards(1),
            QueryEvents.forwards(77),
            QueryEvents.forwards(145),
            QueryEvents.backwards(150),
            QueryEvents.backwards(77))) {
      assertThat(originator.query(query.withEventsMax(3)).events()).as("%s", query).hasSize(3);
      assertThat(originator.query(query.withEventsMax(1)).events())
          .as("%s", query)
          .singleElement()
          .extracting(StoredEvent::sequenceNr)
          .isEqualTo(query.fromSequenceNr());
    }
  }

  @Test
  void showsNothingOfAnEmptyLog() {
    for (QueryEvents query : List.of(QueryEvents.forwards(1), QueryEvents.backwards(7))) {
      originator.send(query.inScope(new ScopeId("empty")));

      assertThat(originator.expectQueried())
          .isEqualTo(new QueriedEvents<>(new ScopeId("empty"), List.of(), 0, false));
    }
  }

  @Test
  void isReadAsASourceInEitherOrder() {
    assertReadAsASource();
    test.restart();
    assertReadAsASource();
  }

  private void assertReadAsASource() {
    assertThat(test.events("lot")).extracting(StoredEvent::eventId).isEqualTo(ids);
    List<EventId> reversed = new ArrayList<>(ids);
    Collections.reverse(reversed);
    assertThat(read(EventRange.backwards())).extracting(StoredEvent::eventId).isEqualTo(reversed);
    assertThat(sequenceNrs(read(EventRange.forwards(77).limit(60)))).isEqualTo(upTo(77, 136));
    assertThat(sequenceNrs(read(EventRange.backwards(77).limit(60)))).isEqualTo(downTo(77, 18));
    assertThat(sequenceNrs(read(EventRange.backwards(3).limit(60)))).isEqualTo(downTo(3, 1));
    assertThat(read(EventRange.forwards(151))).isEmpty();
    assertThat(read(EventRange.forwards(150).limit(7))).hasSize(1);
  }

  private List<StoredEvent<Note>> read(EventRange range) {
    return StoreUnderTest.await(test.store().events(LOT, range).runWith(Sink.seq(), test.system()));
  }

  @Test
  void showsOnlyWhatIsDurableDuringAValidation() {
    ValidationRequest<Note> request = originator.ask(note("next"));
    OriginatorByHand reader = new OriginatorByHand(test);

    assertThat(reader.query(QueryEvents.forwards(150)).events()).hasSize(1);
    assertThat(reader.query(QueryEvents.forwards(1)).events()).isNotEmpty();

    originator.respond(request.accept());
    assertThat(reader.query(QueryEvents.forwards(150)).events()).hasSize(2);
  }

  private static List<Long> upTo(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static List<Long> downTo(long first, long last) {
    return LongStream.iterate(first, sequenceNr -> sequenceNr >= last, sequenceNr -> sequenceNr - 1)
        .boxed()
        .toList();
  }
}
