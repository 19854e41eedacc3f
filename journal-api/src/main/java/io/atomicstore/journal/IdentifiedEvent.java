package io.atomicstore.journal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that can be found by an id. A journal with an index of ids enters it there in the same
 * transaction as the event, under the event's persistence id; see {@link EventIdQuery}.
 */
public interface IdentifiedEvent {

  /**
   * The id to find this event by; null if it is not to be found by any. No two events of one
   * persistence id have the same one.
   */
  @Nullable UUID indexedId();
}
