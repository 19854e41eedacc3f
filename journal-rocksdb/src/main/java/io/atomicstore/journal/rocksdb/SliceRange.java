package io.atomicstore.journal.rocksdb;

import org.apache.pekko.persistence.Persistence;

/**
 * The logs of one entity type whose slices lie in a range; both ends included.
 *
 * @param entityType the part of a persistence id before its first {@code |}; empty for those that
 *     have none
 * @param persistence numbers the slices, from 0
 */
record SliceRange(String entityType, int minSlice, int maxSlice, Persistence persistence)
    implements LogFilter {

  SliceRange {
    if (minSlice < 0 || maxSlice < minSlice || maxSlice >= persistence.numberOfSlices()) {
      throw new IllegalArgumentException(
          "slices must be a range within 0 to %d, got %d to %d"
              .formatted(persistence.numberOfSlices() - 1, minSlice, maxSlice));
    }
  }

  @Override
  public boolean includes(String persistenceId) {
    int entityTypeEnd = Math.max(0, persistenceId.indexOf('|'));
    if (entityTypeEnd != entityType.length() || !persistenceId.startsWith(entityType)) {
      return false;
    }
    int slice = persistence.sliceForPersistenceId(persistenceId);
    return slice >= minSlice && slice <= maxSlice;
  }
}
