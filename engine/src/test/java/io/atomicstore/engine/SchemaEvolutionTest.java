package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that an earlier version of the application stored are read as those of the later one. */
@ParameterizedClass
@EnumSource
final class SchemaEvolutionTest {

  private static final ScopeId LOT = new ScopeId("lot");
  private static final int EVENTS = 100;

  /** The event of the earlier version. */
  record Bid(String lot, int dollars) {}

  /** The event of the later version. */
  record Offer(String lot, long cents) {

    static Offer of(Bid bid) {
      return new Offer(bid.lot(), 100L * bid.dollars());
    }
  }

  /** Writes the events of the earlier version as text, under the manifest "1". */
  static class BidSerializer extends SerializerWithStringManifest {

    @Override
    public int identifier() {
      return 77_001;
    }

    @Override
    public String manifest(Object event) {
      return "1";
    }

    @Override
    public byte[] toBinary(Object event) {
      return ("" + ((Bid) event).dollars()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      return new Bid("lot", (int) number(bytes));
    }

    static long number(byte[] bytes) {
      return Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** The same serializer in the later version: it writes under the manifest "2", and reads both. */
  static final class OfferSerializer extends BidSerializer {

    @Override
    public String manifest(Object event) {
      return "2";
    }

    @Override
    public byte[] toBinary(Object event) {
      return ("" + ((Offer) event).cents()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      return new Offer("lot", number(bytes) * (manifest.equals("1") ? 100 : 1));
    }
  }

  @Parameter private JournalUnderTest journal = JournalUnderTest.ROCKSDB;
  @TempDir private Path directory;
  private final StoredInMemory stored = StoredInMemory.create();
  private ActorSystem system = ActorSystem.create("before-the-test");

  @AfterEach
  void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void showsEarlierEventsAsLaterOnes() {
    storeBids(Map.of());
    AtomicStore<Offer, Reason> store = offers(Map.of(), Offer::of);

    assertShowsAndGoesOn(store);
  }

  @Test
  void readsEachVersionByItsManifest() {
    storeBids(bound(Bid.class, BidSerializer.class));
    AtomicStore<Offer, Reason> store = offers(bound(Offer.class, OfferSerializer.class), null);

    assertShowsAndGoesOn(store);
    restart(bound(Offer.class, OfferSerializer.class));
    assertThat(cents(start(builderOfOffers()))).isEqualTo(dollarsTimes100(EVENTS + 1));
  }

  private void assertShowsAndGoesOn(AtomicStore<Offer, Reason> store) {
    List<Offer> shown = new ArrayList<>();

    Result<Offer, Reason, String> result =
        StoreUnderTest.await(
            store.storeIfValid(
                new Offer("lot", 100L * (EVENTS + 1)),
                (offer, past) -> {
                  shown.addAll(past);
                  return Decision.accept();
                }));

    assertThat(shown).extracting(Offer::cents).isEqualTo(dollarsTimes100(EVENTS));
    assertThat(result).extracting("sequenceNr").isEqualTo(EVENTS + 1L);
    assertThat(cents(store)).isEqualTo(dollarsTimes100(EVENTS + 1));
    if (journal == JournalUnderTest.ROCKSDB) {
      assertThat(
              StoreUnderTest.await(
                  store
                      .subscribeAll()
                      .map(SubscribedEvent::event)
                      .filter(offer -> offer.scopeId().equals(LOT))
                      .take(EVENTS + 1)
                      .runWith(Sink.seq(), system)))
          .extracting(offer -> offer.event().cents())
          .isEqualTo(dollarsTimes100(EVENTS + 1));
    }
  }

  @Test
  void saysOfAnIdOfAnEarlierEventWhereThatIs() {
    StoreIfValid<Bid> bid = storeBids(Map.of()).get(2);
    AtomicStore<Offer, Reason> store = offers(Map.of(), Offer::of);

    Result<Offer, Reason, String> result =
        StoreUnderTest.await(
            store.storeIfValid(
                StoreIfValid.of(Offer.of(bid.event())).withEventId(bid.eventId()),
                (offer, past) -> Decision.accept()));

    // The bytes of a later version are other bytes.
    assertThat(result).isInstanceOf(Result.EventIdTaken.class);
    assertThat(result).extracting("sequenceNr").isEqualTo(3L);
  }

  @Test
  void keepsALogClosedWhoseEventsCannotBeUpcast() {
    storeBids(Map.of());
    AtomicStore<Offer, Reason> store =
        offers(
            Map.of(),
            bid -> {
              throw new IllegalStateException("no cents for " + bid.dollars());
            });

    assertStaysClosed(store, "'lot'", "Bid", "could not be upcast", "no cents for");

    restart(Map.of());
    assertShowsAndGoesOn(start(builderOfOffers().upcast(Bid.class, Offer::of)));
  }

  @Test
  void keepsALogClosedWhoseEventsNobodyUpcasts() {
    storeBids(Map.of());

    assertStaysClosed(offers(Map.of(), null), "'lot'", "expected", "Offer", "found", "Bid");
  }

  /** Why the log can't be opened, which is not that it was on its way out. */
  private static String causeOfClosedLog(AtomicStore<Offer, Reason> store) {
    String cause;
    int attempts = 0;
    do {
      Result<Offer, Reason, String> result =
          StoreUnderTest.await(
              store.storeIfValid(new Offer("lot", 1), (offer, past) -> Decision.accept()));
      assertThat(result).isInstanceOf(Result.Unavailable.class);
      cause = ((Result.Unavailable<?, ?, ?>) result).cause();
    } while (cause.contains("ended before it read") && ++attempts < 100);
    return cause;
  }

  private void assertStaysClosed(AtomicStore<Offer, Reason> store, String... causes) {
    assertThat(causeOfClosedLog(store)).contains(causes);
    assertThatThrownBy(() -> cents(store)).cause().isInstanceOf(LogUnavailableException.class);
    assertThat(
            StoreUnderTest.await(
                store.<String>storeIfValid(
                    new Offer("other", 1), (offer, past) -> Decision.accept())))
        .isInstanceOf(Result.Accepted.class);
  }

  /** Some bids of 1, 2, 3 … dollars. */
  private List<StoreIfValid<Bid>> storeBids(Map<String, String> config) {
    restart(config);
    AtomicStore<Bid, Reason> store =
        start(AtomicStore.builder(Bid.class, bid -> new ScopeId(bid.lot()), Reason.TIMED_OUT));
    List<StoreIfValid<Bid>> bids =
        IntStream.rangeClosed(1, EVENTS)
            .mapToObj(dollars -> StoreIfValid.of(new Bid("lot", dollars)))
            .toList();
    for (StoreIfValid<Bid> bid : bids) {
      Result<Bid, Reason, String> result =
          StoreUnderTest.await(store.storeIfValid(bid, (event, past) -> Decision.accept()));
      assertThat(result.wasAccepted()).isTrue();
    }
    return bids;
  }

  /** The later version of the application. */
  private AtomicStore<Offer, Reason> offers(
      Map<String, String> config, @Nullable Function<Bid, Offer> upcast) {
    restart(config);
    AtomicStoreBuilder<Offer, Reason> builder = builderOfOffers();
    return start(upcast == null ? builder : builder.upcast(Bid.class, upcast));
  }

  private static AtomicStoreBuilder<Offer, Reason> builderOfOffers() {
    return AtomicStore.builder(Offer.class, offer -> new ScopeId(offer.lot()), Reason.TIMED_OUT);
  }

  private static Map<String, String> bound(Class<?> eventClass, Class<?> serializerClass) {
    return Map.of(
        "pekko.actor.serializers.bids",
        serializerClass.getName(),
        "pekko.actor.serialization-bindings.\"" + eventClass.getName() + "\"",
        "bids");
  }

  private void restart(Map<String, String> more) {
    TestKit.shutdownActorSystem(system);
    Config config =
        journal == JournalUnderTest.ROCKSDB
            ? StoreUnderTest.onRocksDb(directory)
            : ControlledJournal.on(stored);
    system = ActorSystem.create("test", ConfigFactory.parseMap(more).withFallback(config));
  }

  /** Little in memory: most events come from the journal when they are shown. */
  private <E> AtomicStore<E, Reason> start(AtomicStoreBuilder<E, Reason> builder) {
    AtomicStoreBuilder<E, Reason> small = builder.tailBytesMax(300).pageBytesMax(1_024);
    return (journal == JournalUnderTest.ROCKSDB ? small.plugins("atomic-store.rocksdb") : small)
        .start(system);
  }

  private List<Long> cents(AtomicStore<Offer, Reason> store) {
    List<StoredEvent<Offer>> events =
        StoreUnderTest.await(store.events(LOT).runWith(Sink.seq(), system));
    return events.stream().map(stored -> stored.event().cents()).toList();
  }

  private static List<Long> dollarsTimes100(int events) {
    return LongStream.rangeClosed(1, events).map(dollars -> 100 * dollars).boxed().toList();
  }
}
