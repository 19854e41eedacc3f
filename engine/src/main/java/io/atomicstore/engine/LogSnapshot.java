package io.atomicstore.engine;

import io.atomicstore.core.AcceptedId;
import java.util.List;

/**
 * What opening a log needs of the events 1 to {@code acceptedIds.size()}: their ids, by which a
 * repeated submission is known. The events themselves stay in the journal.
 */
record LogSnapshot(List<AcceptedId> acceptedIds) {}
