package io.atomicstore.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest submissions of one incarnation of a log that ended without being stored, and how: a
 * rejected one that is repeated because its result got lost is answered as it was the first time.
 */
final class RememberedResults<R, M> {

  /**
   * How a submission ended.
   *
   * @param fingerprint of its events' bytes
   */
  record Remembered<R, M>(long fingerprint, RecordedResult<R, M> result) {}

  private final int max;
  private final Map<EventId, Remembered<R, M>> byEventId = new LinkedHashMap<>(4);

  RememberedResults(int max) {
    this.max = max;
  }

  void add(EventId eventId, Remembered<R, M> remembered) {
    byEventId.remove(eventId);
    byEventId.put(eventId, remembered);
    if (byEventId.size() > max) {
      var eldest = byEventId.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  void remove(EventId eventId) {
    byEventId.remove(eventId);
  }

  @Nullable Remembered<R, M> find(EventId eventId) {
    return byEventId.get(eventId);
  }
}
