package io.atomicstore.journal.rocksdb;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells under which id a stored event is to be found; it takes the event's payload to know. */
interface IndexedIds {

  /**
   * The id that the index of event ids has to have for this event, null if none.
   *
   * @throws UnreadablePayloadException if the payload cannot be made from its bytes
   */
  @Nullable UUID of(StoredEvent event);
}
