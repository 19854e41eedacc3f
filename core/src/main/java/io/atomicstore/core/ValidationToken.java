package io.atomicstore.core;

import java.util.random.RandomGenerator;

/**
 * Ties one validation response to the one validation request it answers. A token is good for one
 * response, and no two incarnations of a log issue the same one: 127 random bits each.
 *
 * <p>It guards against late, repeated and misdirected responses. It is no password: who may respond
 * at all is for access control to say.
 */
public record ValidationToken(long high, long low) {

  public ValidationToken {
    if (high == 0 && low == 0) {
      throw new IllegalArgumentException("validation token must not be zero");
    }
  }

  /** A new token; its lowest bit is always set, so that it is never zero. */
  public static ValidationToken next(RandomGenerator random) {
    return new ValidationToken(random.nextLong(), random.nextLong() | 1);
  }

  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
