package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions of readers that use the JDK's {@link Flow} alone. */
final class PublisherTest {

  private static final ScopeId LOT = new ScopeId("lot");
  private static final int EVENTS = 50;

  @TempDir private Path directory;
  private StoreUnderTest test;
  private final List<RequestingSubscriber<?>> subscribers = new ArrayList<>();

  @BeforeEach
  void startStoreWithSomeEvents() {
    test =
        new StoreUnderTest(
            directory, builder -> builder.plugins("atomic-store.rocksdb").pageBytesMax(1024));
    for (int i = 1; i <= EVENTS; i++) {
      test.accept("lot", "" + i);
    }
  }

  @AfterEach
  void keepsTheRulesOfReactiveStreams() {
    test.close();
    assertThat(subscribers).allSatisfy(each -> assertThat(each.breaches()).isEmpty());
  }

  @Test
  void givesItemsOneByOneAsTheyAreRequested() throws InterruptedException {
    var subscriber = subscribed(test.store().toPublisher(test.store().subscribe(LOT, 0)));

    for (int i = 1; i <= EVENTS; i++) {
      subscriber.request(1);
      assertThat(subscriber.next().event().text()).isEqualTo("" + i);
      assertThat(subscriber.left()).isEmpty();
    }

    subscriber.request(1);
    test.accept("lot", "live");
    assertThat(subscriber.next().event().text()).isEqualTo("live");
  }

  @Test
  void givesEachSubscriberAllAtItsOwnPace() throws InterruptedException {
    Flow.Publisher<StoredEvent<Note>> publisher =
        test.store().toPublisher(test.store().subscribe(LOT, 0));
    var idle = subscribed(publisher);
    var slow = subscribed(publisher);
    var quick = subscribed(publisher);

    quick.request(Long.MAX_VALUE);
    slow.request(3);
    test.accept("lot", "live");

    assertThat(quick.next(EVENTS + 1)).isEqualTo(test.events("lot"));
    assertThat(slow.next(3)).isEqualTo(test.events("lot").subList(0, 3));
    slow.request(2);
    assertThat(slow.next(2)).isEqualTo(test.events("lot").subList(3, 5));
    assertThat(slow.left()).isEmpty();
    assertThat(idle.left()).isEmpty();
  }

  @Test
  void goesOnForTheOthersWhenOneCancels() throws InterruptedException {
    Flow.Publisher<SubscribedEvent<Note>> publisher =
        test.store().toPublisher(test.store().subscribeAll());
    var leaving = subscribed(publisher);
    var staying = subscribed(publisher);
    leaving.request(5);
    List<SubscribedEvent<Note>> taken = leaving.next(5);

    leaving.cancel();
    leaving.cancel();
    leaving.request(10);
    staying.request(EVENTS + 1);
    test.accept("lot", "live");

    assertThat(staying.next(EVENTS + 1))
        .extracting(SubscribedEvent::event)
        .isEqualTo(test.events("lot"));
    assertThat(leaving.left()).isEmpty();
    var back =
        subscribed(test.store().toPublisher(test.store().subscribeAll(taken.get(4).token())));
    back.request(EVENTS - 4);
    assertThat(back.next(EVENTS - 4))
        .extracting(SubscribedEvent::event)
        .isEqualTo(test.events("lot").subList(5, EVENTS + 1));
  }

  @Test
  void completesBehindTheLastEventOfASealedLog() throws InterruptedException {
    StoreIfValid<Note> sealing = StoreIfValid.of(Note.of("lot", "last")).sealingLog();
    StoreUnderTest.await(test.store().storeIfValid(sealing, (event, past) -> Decision.accept()));
    var subscriber = subscribed(test.store().toPublisher(test.store().subscribe(LOT, EVENTS - 1)));

    subscriber.request(10);

    assertThat(subscriber.next(2)).extracting(StoredEvent::sequenceNr).containsExactly(50L, 51L);
    assertThat(subscriber.end()).isNull();
  }

  @Test
  void failsASubscriberThatRequestsNothing() {
    var subscriber = subscribed(test.store().toPublisher(test.store().subscribe(LOT, 0)));

    subscriber.requestNothing();

    assertThat(subscriber.end()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsItsSubscribersWhatTheSourceFailsWith() {
    var subscriber = subscribed(test.store().toPublisher(test.store().subscribe(LOT, EVENTS)));
    subscriber.request(1);

    test.store().close();

    assertThat(subscriber.end()).isInstanceOf(LogUnavailableException.class);
    var late = subscribed(test.store().toPublisher(test.store().events(LOT)));
    late.request(1);
    assertThat(late.end()).isInstanceOf(LogUnavailableException.class);
  }

  @Test
  void takesNobodyForASubscriber() {
    var publisher = test.store().toPublisher(test.store().subscribe(LOT, 0));

    assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
  }

  /** To throw would be against rule 1.9 of Reactive Streams. */
  @Test
  void tellsASubscriberThatComesAfterTheActorSystemHasEnded() {
    var publisher = test.store().toPublisher(test.store().subscribe(LOT, 0));
    TestKit.shutdownActorSystem(test.system());

    var subscriber = subscribed(publisher);

    assertThat(subscriber.end()).isInstanceOf(IllegalStateException.class);
  }

  private <T> RequestingSubscriber<T> subscribed(Flow.Publisher<T> publisher) {
    RequestingSubscriber<T> subscriber = new RequestingSubscriber<>();
    subscribers.add(subscriber);
    publisher.subscribe(subscriber);
    return subscriber;
  }
}
