package io.atomicstore.examples.auction.demo;

import java.util.Locale;
import java.util.regex.Pattern;

/** Amounts in US dollars as people write them. Inside the program all amounts are cents. */
final class Dollars {

  /** Up to 10 trillion dollars: far from the end of a {@code long} of cents. */
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,13})(?:\\.(\\d{1,2}))?");

  private Dollars() {}

  /**
   * Reads {@code 99}, {@code 177.5} or {@code 28.01}.
   *
   * @return cents
   * @throws NumberFormatException if the text is anything else, such as a negative amount or one
   *     with more than two decimals
   */
  static long parse(String text) {
    var amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw new NumberFormatException(
          "an amount in dollars, 0 or more, with at most two decimals and 13 digits before them");
    }
    String decimals = amount.group(2) == null ? "" : amount.group(2);
    return Long.parseLong(amount.group(1) + (decimals + "00").substring(0, 2));
  }

  /** Writes {@code $1,234.50}. */
  static String format(long cents) {
    return String.format(Locale.ROOT, "$%,d.%02d", cents / 100, cents % 100);
  }
}
