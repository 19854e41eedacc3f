package io.atomicstore.originator;

import io.atomicstore.core.EventId;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/** New event ids for originators that bring none. */
public final class EventIds {

  // Seeded apart in every thread and process: two processes that start together must not make the
  // same ids, and a secure random for each id would cost more than the rest of a submission.
  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(() -> new SplittableRandom(new SecureRandom().nextLong()));

  private EventIds() {}

  /** An id of UUID version 7 by this machine's clock. */
  public static EventId next() {
    return EventId.of(System.currentTimeMillis(), RANDOM.get());
  }
}
