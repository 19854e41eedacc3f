package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The parts of the store, each a RocksDB column family of its own; their order is fixed. */
enum Table {
  /** The store's format version. RocksDB insists on a column family of this name. */
  DEFAULT("default"),
  /** {@link EventKey} to {@link EventRecord}. */
  EVENTS("events"),
  /** Ordering to {@link CommitRecord}. */
  COMMITS("commits"),
  /** Tag and ordering to {@link IndexEntry}. */
  TAGS("tags"),
  /** Ordering of a log's first event to {@link IndexEntry}. */
  LOGS("logs"),
  /** Prefix of a log to {@link DeletionRecord}. */
  DELETIONS("deletions"),
  /** {@link EventKey} to {@link SnapshotRecord}. */
  SNAPSHOTS("snapshots"),
  /** Log and event id to {@link EventIdEntry}. */
  EVENT_IDS("event-ids");

  private final String familyName;

  Table(String familyName) {
    this.familyName = familyName;
  }

  byte[] familyName() {
    return familyName.getBytes(UTF_8);
  }
}
