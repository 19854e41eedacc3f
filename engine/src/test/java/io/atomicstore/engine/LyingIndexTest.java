package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static io.atomicstore.engine.OriginatorByHand.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import io.atomicstore.journal.EventIdQuery;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.query.ReadJournalProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index of event ids says is checked: a log does not go on with one that is wrong. */
final class LyingIndexTest {

  private static final String INDEX = "index-of-the-test";

  /** An index that has nothing but what the test tells it. */
  static final class Index
      implements EventIdQuery,
          ReadJournalProvider,
          org.apache.pekko.persistence.query.scaladsl.ReadJournal {

    private static final Map<UUID, CompletionStage<Long>> ANSWERS = new ConcurrentHashMap<>();

    static void says(EventId eventId, CompletionStage<Long> sequenceNr) {
      ANSWERS.put(eventId.value(), sequenceNr);
    }

    static void says(EventId eventId, long sequenceNr) {
      says(eventId, CompletableFuture.completedFuture(sequenceNr));
    }

    Index(ExtendedActorSystem system) {}

    @Override
    public org.apache.pekko.persistence.query.scaladsl.ReadJournal scaladslReadJournal() {
      return this;
    }

    @Override
    public org.apache.pekko.persistence.query.javadsl.ReadJournal javadslReadJournal() {
      return this;
    }

    @Override
    public CompletionStage<Long> sequenceNrOf(String persistenceId, UUID eventId) {
      return ANSWERS.getOrDefault(eventId, CompletableFuture.completedFuture(0L));
    }
  }

  private StoreUnderTest test;
  private OriginatorByHand originator;
  private List<EventId> ids;

  @BeforeEach
  void storeMoreIdsThanFitMemory() {
    Config config =
        ConfigFactory.parseMap(Map.of(INDEX + ".class", Index.class.getName()))
            .withFallback(ControlledJournal.on(StoredInMemory.create()));
    test =
        new StoreUnderTest(
            config,
            builder ->
                builder.readJournalPluginId(INDEX).limits(LogLimits.DEFAULT.withRecentIdsMax(2)));
    originator = new OriginatorByHand(test);
    ids = originator.store(0, 10, "");
  }

  @AfterEach
  void theOtherScopeIsUntouched() {
    assertThat(test.accept("other", "first").wasAccepted()).isTrue();
    test.close();
  }

  @Test
  void isBelievedWhenTheJournalAgrees() {
    Index.says(ids.get(2), 3);

    assertThat(originator.submit(note("3").withEventId(ids.get(2))))
        .extracting("sequenceNr", "isDuplicate")
        .containsExactly(3L, true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 10})
  void endsTheLogWhenTheJournalHasAnotherEventThere(long wrong) {
    Index.says(ids.get(2), wrong);

    assertEnds(
        "the index of event ids has " + ids.get(2) + " at sequence number " + wrong,
        "where the journal has " + ids.get((int) wrong - 1));
  }

  @Test
  void endsTheLogWhenTheJournalHasNoEventThere() {
    Index.says(ids.get(2), 11);

    assertEnds("sequence number 11");
  }

  @Test
  void endsTheLogWhenTheIndexHasNotTheFirstEventOfTheSubmission() {
    StoreIfValid<Note> several = notes("11", "12", "13");
    originator.accept(several);
    originator.store(13, 10, "");
    ids.set(2, several.eventId());
    Index.says(ids.get(2), 12);

    assertEndsUntilTheIndexSays(
        11, several, "the index of event ids has " + several.eventId() + " at sequence number 12");
  }

  @Test
  void endsTheLogWhenTheIndexCannotBeRead() {
    Index.says(ids.get(2), CompletableFuture.failedFuture(new IllegalStateException("disk error")));

    assertEnds("disk error");
  }

  private void assertEnds(String... causes) {
    assertEndsUntilTheIndexSays(3, note("3"), causes);
  }

  private void assertEndsUntilTheIndexSays(
      long truth, StoreIfValid<Note> submission, String... causes) {
    OriginatorByHand asker = new OriginatorByHand(test);
    ValidationRequest<Note> request = originator.ask(note("under validation"));
    asker.send(new GetResult(ids.get(2)).inScope(OriginatorByHand.LOT));

    assertThat(originator.expect(Result.Unavailable.class).cause()).contains(causes);
    assertThat(asker.expect(QueryRefused.class).cause()).contains(causes);
    originator.send(request.accept());
    originator.expect(ResponseTooLate.class);
    Index.says(ids.get(2), truth);
    await()
        .untilAsserted(
            () ->
                assertThat(originator.submit(submission.withEventId(ids.get(2))))
                    .isInstanceOf(Result.Accepted.class)
                    .extracting("sequenceNr", "isDuplicate")
                    .containsExactly(truth, true));
  }
}
