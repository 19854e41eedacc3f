package io.atomicstore.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest rejections of one incarnation of a log, so that a submission that is repeated because
 * its result got lost is answered as it was the first time.
 */
final class RememberedRejections<R, M> {

  /** What was decided on an event of which bytes. */
  record Rejection<R, M>(long fingerprint, Decision.Reject<R, M> decision) {}

  private final int max;
  private final Map<EventId, Rejection<R, M>> byEventId = new LinkedHashMap<>(4);

  RememberedRejections(int max) {
    this.max = max;
  }

  void add(EventId eventId, Rejection<R, M> rejection) {
    byEventId.put(eventId, rejection);
    if (byEventId.size() > max) {
      var eldest = byEventId.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  @Nullable Rejection<R, M> find(EventId eventId) {
    return byEventId.get(eventId);
  }
}
