package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import org.jspecify.annotations.Nullable;

/** What the journal holds for one event; its sequence number is also that of the journal. */
record StoredRecord(
    long sequenceNr,
    EventId eventId,
    long storedAtMillis,
    SerializedValue event,
    @Nullable SerializedValue meta) {}
