package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.notes;
import static io.atomicstore.engine.OriginatorByHand.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.LogLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A query with patience waits for an event, and for no longer than that. */
@ParameterizedClass
@EnumSource
final class LongPollTest {

  private static final int WAITING_MAX = 200;
  private static final Duration LONG = QueryEvents.PATIENCE_MAX;

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private StoreUnderTest test;
  private OriginatorByHand originator;
  private OriginatorByHand reader;

  @BeforeEach
  void storeThreeEvents() {
    test =
        journal.start(
            directory,
            builder -> builder.limits(LogLimits.DEFAULT.withWaitingEventsMax(WAITING_MAX)));
    originator = new OriginatorByHand(test);
    reader = new OriginatorByHand(test);
    originator.store(0, 3, "");
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void isAnsweredAtOnceIfTheEventIsThere() {
    assertThat(reader.query(after(2)).events()).hasSize(1);
    test.restart();
    reader = new OriginatorByHand(test);
    assertThat(reader.query(after(0)).events()).as("by a log that is being opened").hasSize(3);
  }

  @Test
  void wakesUpAsSoonAsTheEventIsDurable() {
    poll(after(3));
    OriginatorByHand later = new OriginatorByHand(test);
    later.send(after(4).inScope(OriginatorByHand.LOT));

    originator.store(3, 1, "");

    assertThat(texts(reader.expectQueried().events())).containsExactly("4");
    assertThat(later.hasHeardNothing()).isTrue();
    originator.store(4, 1, "");
    assertThat(texts(later.expectQueried().events())).containsExactly("5");
  }

  @Test
  void wakesUpOnceForAllEventsOfASubmission() {
    poll(after(3));

    originator.accept(notes("4", "5"));

    assertThat(texts(reader.expectQueried().events())).containsExactly("4", "5");
  }

  @Test
  void wakesUpDuringTheValidationOfTheNextEvent() {
    ValidationRequest<Note> request = originator.ask(note("4"));
    poll(after(3));
    originator.send(note("5"));

    originator.send(request.accept());

    assertThat(texts(reader.expectQueried().events())).containsExactly("4");
  }

  @Test
  void isNotWokenUpByARejection() {
    poll(after(3));

    originator.respond(originator.ask(note("4")).reject(Reason.UNWANTED));
    originator.store(3, 1, "another ");

    assertThat(texts(reader.expectQueried().events())).containsExactly("another 4");
  }

  @Test
  void isAnsweredEmptyWhenItHasWaitedLongEnough() {
    QueriedEvents<Note> queried =
        reader.query(QueryEvents.forwards(4).withPatience(Duration.ofMillis(50)));

    assertThat(queried.events()).isEmpty();
    assertThat(queried.durableSequenceNr()).isEqualTo(3);
    originator.store(3, 1, "");
    assertThat(reader.query(QueryEvents.forwards(1)).events())
        .as("and is not answered again")
        .hasSize(4);
    assertThat(reader.hasHeardNothing()).isTrue();
  }

  @Test
  void isAnsweredAtOnceByASealedLog() {
    poll(after(3));
    poll(after(9));

    originator.accept(note("last").sealingLog());

    List<QueriedEvents<Note>> woken = List.of(reader.expectQueried(), reader.expectQueried());
    assertThat(woken).extracting(queried -> queried.events().size()).containsExactly(1, 0);
    assertThat(woken).allMatch(QueriedEvents::isSealed);
    assertThat(reader.query(after(4)))
        .isEqualTo(new QueriedEvents<>(OriginatorByHand.LOT, List.of(), 4, true));
    test.restart();
    reader = new OriginatorByHand(test);
    assertThat(reader.query(after(4)).isSealed()).isTrue();
  }

  @Test
  void isRefusedWhenTheStoreStops() {
    poll(after(3));

    test.store().close();

    assertThat(reader.expect(QueryRefused.class).cause()).contains("stopping");
  }

  @Test
  void wakesUpManyAndRefusesThoseThatAreTooMany() {
    List<OriginatorByHand> readers =
        Stream.generate(() -> new OriginatorByHand(test)).limit(10).toList();
    for (int i = 0; i < WAITING_MAX / 10; i++) {
      readers.forEach(one -> one.send(after(3).inScope(OriginatorByHand.LOT)));
    }

    poll(after(3));

    assertThat(reader.expect(QueryRefused.class).cause()).contains("" + WAITING_MAX);
    assertThat(reader.query(QueryEvents.forwards(1)).events())
        .as("what need not wait is answered")
        .hasSize(3);
    originator.store(3, 1, "");
    List<QueriedEvents<Note>> woken = new ArrayList<>();
    for (OriginatorByHand one : readers) {
      for (int i = 0; i < WAITING_MAX / 10; i++) {
        woken.add(one.expectQueried());
      }
    }
    assertThat(woken).hasSize(WAITING_MAX).allMatch(queried -> queried.events().size() == 1);
    assertThat(reader.hasHeardNothing()).isTrue();
  }

  @Test
  void doesNotKeepALogInMemoryForEver() {
    try (StoreUnderTest leaving =
        new StoreUnderTest(
            directory.resolve("another"), builder -> builder.idleTimeout(Duration.ofMillis(100)))) {
      OriginatorByHand patient = new OriginatorByHand(leaving);

      patient.send(after(0).inScope(OriginatorByHand.LOT));

      assertThat(patient.expect(QueryRefused.class).cause()).contains("stopping");
    }
  }

  private static QueryEvents after(long sequenceNr) {
    return QueryEvents.forwards(sequenceNr + 1).withPatience(LONG);
  }

  /** Asks, and makes sure that the log has taken it. */
  private void poll(QueryEvents query) {
    reader.send(query.inScope(OriginatorByHand.LOT));
    new OriginatorByHand(test).query(QueryEvents.forwards(1));
  }
}
