package io.atomicstore.journal.rocksdb;

import java.util.List;

/**
 * Some of what a query reads, in order.
 *
 * @param next where the page after this one begins: a sequence number or an ordering
 * @param isEnd nothing more is stored, for now; if false there may or may not be more
 */
record Page<T>(List<T> items, long next, boolean isEnd) {

  Page {
    items = List.copyOf(items);
  }
}
