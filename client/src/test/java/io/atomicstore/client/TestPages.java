package io.atomicstore.client;

import io.atomicstore.core.StoredEvent;
import io.atomicstore.protocol.QueryEventsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows events page by page, as fast as the reader takes them. Owned by the server's thread. */
final class TestPages {

  private final ServerCallStreamObserver<QueryEventsResponse> call;
  private @Nullable List<StoredEvent<TestEvent>> events;
  private long durable;
  private int shown;
  private boolean hasEnded;

  TestPages(ServerCallStreamObserver<QueryEventsResponse> call) {
    this.call = call;
  }

  void begin(List<StoredEvent<TestEvent>> newEvents, long newDurable) {
    events = newEvents;
    durable = newDurable;
    go();
  }

  void go() {
    List<StoredEvent<TestEvent>> all = events;
    while (all != null && !hasEnded && !call.isCancelled() && call.isReady()) {
      QueryEventsResponse.Builder page =
          QueryEventsResponse.newBuilder().setDurableSequenceNr(durable);
      int end = Math.min(all.size(), shown + TestMessages.PAGE_EVENTS_MAX);
      all.subList(shown, end).forEach(event -> page.addEvents(TestMessages.stored(event)));
      shown = end;
      call.onNext(page.build());
      if (shown == all.size()) {
        hasEnded = true;
        call.onCompleted();
      }
    }
  }
}
