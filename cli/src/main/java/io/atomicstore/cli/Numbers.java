package io.atomicstore.cli;

import org.jspecify.annotations.Nullable;

/** What options that are numbers may be. */
final class Numbers {

  private Numbers() {}

  /** Throws unless the number is 1 or more, or was not given. */
  static void checkPositive(String option, @Nullable Long given) {
    if (given != null && given < 1) {
      throw new FailedException(
          ExitCode.BAD_USAGE, option + ": expected a number from 1 on, found " + given);
    }
  }

  /** The number that was given, or {@code otherwise}; throws unless it is 1 to {@code max}. */
  static int inRange(String option, @Nullable Integer given, int max, int otherwise) {
    int value = given == null ? otherwise : given;
    if (value < 1 || value > max) {
      throw new FailedException(
          ExitCode.BAD_USAGE, option + ": expected a number from 1 to " + max + ", found " + value);
    }
    return value;
  }
}
