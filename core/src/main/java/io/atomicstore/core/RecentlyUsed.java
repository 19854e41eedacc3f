package io.atomicstore.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map that keeps the entries used most recently, as many as its bounds allow. Entries in use stay
 * beyond the bounds, until a later call finds them out of use.
 *
 * <p>A call takes out what is too much, and passes over a few entries in use at most, which count
 * as used then. One thread at a time may use an instance.
 */
public final class RecentlyUsed<K, V> {

  private static final int PASSED_OVER_MAX = 8;

  private record Weighed<V>(V value, long weightBytes) {}

  private final int countMax;
  private final long weightBytesMax;
  private final Predicate<? super V> isEvictable;

  /** In the order of use, the eldest first. */
  private final LinkedHashMap<K, Weighed<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long weightBytes;

  /**
   * An empty map.
   *
   * @param weightBytesMax of all values together
   * @param isEvictable whether a value is out of use
   */
  public RecentlyUsed(int countMax, long weightBytesMax, Predicate<? super V> isEvictable) {
    if (countMax < 1 || weightBytesMax < 1) {
      throw new IllegalArgumentException(
          "expected room for at least one value of one byte, found room for "
              + countMax
              + " of "
              + weightBytesMax
              + " bytes together");
    }
    this.countMax = countMax;
    this.weightBytesMax = weightBytesMax;
    this.isEvictable = isEvictable;
  }

  /** The value, which counts as used now; null if it was never put, or evicted. */
  public @Nullable V get(K key) {
    Weighed<V> weighed = entries.get(key);
    return weighed == null ? null : weighed.value();
  }

  /** Keeps the value, in place of an earlier one; it is not evicted by this call. */
  public void put(K key, V value, long valueBytes) {
    Weighed<V> earlier = entries.put(key, new Weighed<>(value, valueBytes));
    weightBytes += valueBytes - (earlier == null ? 0 : earlier.weightBytes());
    evict(key);
  }

  /** The value of this key, which counts as used now, weighs something else; if it is kept. */
  public void reweigh(K key, long valueBytes) {
    Weighed<V> weighed = entries.get(key);
    if (weighed != null) {
      put(key, weighed.value(), valueBytes);
    }
  }

  private void evict(K spared) {
    int passedOver = 0;
    while (isOverBounds() && passedOver < PASSED_OVER_MAX) {
      Map.Entry<K, Weighed<V>> eldest = entries.entrySet().iterator().next();
      if (eldest.getKey().equals(spared)) {
        return;
      }
      if (isEvictable.test(eldest.getValue().value())) {
        entries.remove(eldest.getKey());
        weightBytes -= eldest.getValue().weightBytes();
      } else {
        entries.get(eldest.getKey());
        passedOver++;
      }
    }
  }

  private boolean isOverBounds() {
    return entries.size() > countMax || weightBytes > weightBytesMax;
  }

  /** How many values are kept. */
  public int size() {
    return entries.size();
  }

  /** What they weigh together. */
  public long weightBytes() {
    return weightBytes;
  }
}
