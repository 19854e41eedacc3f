package io.atomicstore.server.http;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a log a request wants, and in which order.
 *
 * @param from 0 if the request leaves it out: the first event, or backwards the last
 */
record WantedEvents(long from, boolean isBackwards, long limit) {

  static WantedEvents of(Call call, Call.Bounds limits, long limitDefault) {
    String direction = call.parameterOr("direction", "forwards");
    if (!direction.equals("forwards") && !direction.equals("backwards")) {
      throw Problem.badRequest(
              "query parameter 'direction' must be forwards or backwards, found '"
                  + direction
                  + "'")
          .asException();
    }
    return new WantedEvents(
        call.numberOr("from", Call.SEQUENCE_NRS, 0),
        direction.equals("backwards"),
        call.numberOr("limit", limits, limitDefault));
  }

  /** Those of a log that ends so; null if there are none. */
  @Nullable EventRange until(long end) {
    if (isBackwards) {
      long first = from == 0 ? end : Math.min(from, end);
      return first == 0 ? null : EventRange.backwards(first).limit(limit);
    }
    long first = Math.max(from, 1);
    return first > end ? null : EventRange.forwards(first).limit(Math.min(limit, end - first + 1));
  }

  /** Where the events behind that one are; empty if there are none. */
  String nextUri(ScopeId scopeId, long lastShown, long end) {
    if (isBackwards ? lastShown <= 1 : lastShown >= end) {
      return "";
    }
    return Uris.events(scopeId)
        + "?from="
        + (isBackwards ? lastShown - 1 : lastShown + 1)
        + (isBackwards ? "&direction=backwards" : "")
        + "&limit="
        + limit;
  }
}
