package io.atomicstore.engine;

import static io.atomicstore.engine.OriginatorByHand.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomicstore.core.Result;
import io.atomicstore.engine.StoredInMemory.Fate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log is sealed once its last event is durable, and never holds an event behind that. */
final class SealedLogFailureTest {

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
  void stopStore() {
    test.close();
  }

  @Test
  void saysThatItIsSealedOnlyWhenThatIsDurable() {
    OriginatorByHand other = new OriginatorByHand(test);
    ValidationRequest<Note> sealing = originator.ask(note("last").sealingLog());
    CompletableFuture<Fate> write = new CompletableFuture<>();
    stored.onWrite("lot", write);
    originator.send(sealing.accept());
    other.send(note("late"));
    OriginatorByHand reader = new OriginatorByHand(test);
    QueriedEvents<Note> queried = reader.query(QueryEvents.forwards(1));
    assertThat(queried.isSealed()).isFalse();
    assertThat(queried.events()).isEmpty();
    assertThat(other.hasHeardNothing()).isTrue();
    reader.send(
        QueryEvents.forwards(1).withPatience(Duration.ofSeconds(30)).inScope(OriginatorByHand.LOT));

    write.complete(Fate.STORED);

    assertThat(reader.expectQueried().isSealed()).isTrue();
    assertThat(other.expectResult()).isInstanceOf(Result.Sealed.class);
  }

  @Test
  void isNotSealedByAnEventThatGotLost() {
    OriginatorByHand other = new OriginatorByHand(test);
    ValidationRequest<Note> sealing = originator.ask(note("last").sealingLog());
    CompletableFuture<Fate> write = new CompletableFuture<>();
    stored.onWrite("lot", write);
    originator.send(sealing.accept());
    other.send(note("late"));

    write.complete(Fate.FAILED);

    assertThat(originator.expectResult()).isInstanceOf(Result.Unknown.class);
    assertThat(other.expectResult()).isInstanceOf(Result.Unavailable.class);
    stored.onWrite("lot", CompletableFuture.completedFuture(Fate.STORED));
    await().until(() -> test.texts("lot").isEmpty());
    assertThat(originator.accept(note("first")).sequenceNr()).isEqualTo(1);
  }

  @Test
  void isNotOpenedWithAnEventBehindTheOneThatSealsIt() {
    originator.store(0, 3, "");
    StoredInMemory.Entry second = stored.remove(LOG, 2);
    stored.put(LOG, 2, second.change(test.system(), SealedLogFailureTest::sealing));

    test.restart();

    originator = new OriginatorByHand(test);
    assertThat(originator.causeOfClosedLog(note("next")))
        .contains("'lot'", "sealed at sequence number 2", "another event, with sequence number 3");
  }

  private static StoredRecord sealing(StoredRecord record) {
    return new StoredRecord(
        record.sequenceNr(),
        record.eventId(),
        record.storedAtMillis(),
        record.event(),
        record.meta(),
        record.logHash(),
        record.place(),
        true);
  }
}
