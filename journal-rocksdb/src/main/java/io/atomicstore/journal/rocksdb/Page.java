package io.atomicstore.journal.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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

  /**
   * A page of what is made of the items. It ends before an item of which that cannot be done, so
   * that nothing before it is held back; if it is the first, this fails as {@code make} does.
   *
   * @param place where a page begins whose first item this is
   */
  // What is made of an item is other people's code, a serializer's; it may throw anything.
  @SuppressWarnings("CatchingUnchecked")
  <R> Page<R> map(Function<T, List<R>> make, ToLongFunction<T> place) {
    List<R> made = new ArrayList<>(items.size());
    for (T item : items) {
      try {
        made.addAll(make.apply(item));
      } catch (Exception e) {
        if (made.isEmpty()) {
          throw e;
        }
        return new Page<>(made, place.applyAsLong(item), false);
      }
    }
    return new Page<>(made, next, isEnd);
  }
}
