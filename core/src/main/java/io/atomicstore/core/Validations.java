package io.atomicstore.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The validations an originator was asked for and has not answered. A log has one outstanding; more
 * come from logs that have failed or moved, and the eldest of too many is dropped.
 */
final class Validations<S, E, R, M> {

  private static final int MAX = 8;

  private final Map<ValidationToken, ShownPast<S, E, R, M>> byToken = new LinkedHashMap<>(2);

  void add(ShownPast<S, E, R, M> validation) {
    byToken.put(validation.token(), validation);
    if (byToken.size() > MAX) {
      byToken.remove(byToken.keySet().iterator().next());
    }
  }

  @Nullable ShownPast<S, E, R, M> find(ValidationToken token) {
    return byToken.get(token);
  }

  void remove(ValidationToken token) {
    byToken.remove(token);
  }

  /** The submission has ended, and with it its validation. */
  void removeAllOf(EventId eventId) {
    byToken.values().removeIf(validation -> validation.event().eventId().equals(eventId));
  }
}
