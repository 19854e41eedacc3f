package io.atomicstore.core;

import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Names one submission for ever, chosen by its originator. Submitting an id again to the same scope
 * never stores twice.
 *
 * <p>Ids are ordered as unsigned numbers of 128 bits, which for version 7 is the order of the times
 * they were made. A log is quickest with ids that rise: whether one that is lower than those of
 * older events is new has to be looked up.
 *
 * @param value any UUID but the nil UUID; version 7 (RFC 9562, section 5.7) by default, so that ids
 *     sort by the time they were made
 */
public record EventId(UUID value) implements Comparable<EventId> {

  private static final UUID NIL = new UUID(0, 0);

  public EventId {
    if (value.equals(NIL)) {
      throw new IllegalArgumentException("event id must not be the nil UUID");
    }
  }

  /**
   * A new id of UUID version 7.
   *
   * @param epochMillis milliseconds since 1970, 48 bits of which are kept
   * @param random source of the 74 random bits; must be seeded differently in every process
   */
  public static EventId of(long epochMillis, RandomGenerator random) {
    long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
    return new EventId(new UUID(high, low));
  }

  /**
   * Reads the form that {@link #toString} writes, in lower or upper case.
   *
   * @throws IllegalArgumentException if {@code text} has any other form
   */
  public static EventId parse(String text) {
    UUID uuid;
    try {
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("event id must be a UUID, found '" + text + "'", e);
    }
    // The JDK drops digits that do not fit: two texts would name one event.
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("event id must be a UUID, found '" + text + "'");
    }
    return new EventId(uuid);
  }

  /** The higher of two ids, of which either may be missing. */
  static @Nullable EventId higher(@Nullable EventId one, @Nullable EventId other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }

  @Override
  public int compareTo(EventId other) {
    int byHigh =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return byHigh != 0
        ? byHigh
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
