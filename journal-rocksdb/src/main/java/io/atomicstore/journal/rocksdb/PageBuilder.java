package io.atomicstore.journal.rocksdb;

import java.util.ArrayList;
import java.util.List;

/** A page being filled, up to the bounds of the settings. */
final class PageBuilder<T> {

  private static final long PASSED_OVER_BYTES = 64;

  private final int itemsMax;
  private final long bytesMax;
  private final List<T> items = new ArrayList<>();
  private long bytes;

  PageBuilder(StoreSettings settings) {
    this.itemsMax = settings.pageEventsMax();
    this.bytesMax = settings.pageBytesMax();
  }

  void add(T item, long itemBytes) {
    items.add(item);
    bytes += itemBytes;
  }

  /** Counts a record that is read and not part of the page: it takes time as well. */
  void passOver() {
    bytes += PASSED_OVER_BYTES;
  }

  boolean isFull() {
    return items.size() >= itemsMax || bytes >= bytesMax;
  }

  /** A page that is not full came to the end of what is stored. */
  Page<T> toPage(long next) {
    return new Page<>(items, next, !isFull());
  }
}
