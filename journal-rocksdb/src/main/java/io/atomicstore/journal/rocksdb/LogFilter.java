package io.atomicstore.journal.rocksdb;

/** Says which logs a query is about, by their persistence ids alone. */
interface LogFilter {

  /** Every log of the store. */
  LogFilter ALL = persistenceId -> true;

  /** Whether the query is about this log. The events of others are not read. */
  boolean includes(String persistenceId);
}
