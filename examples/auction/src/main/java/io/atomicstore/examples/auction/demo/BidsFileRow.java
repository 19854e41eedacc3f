package io.atomicstore.examples.auction.demo;

import io.atomicstore.core.ScopeId;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One row of a {@link BidsFile}. Its methods throw {@link IllegalArgumentException} with what was
 * expected and what was found; the file adds the place.
 *
 * @param time in days since the auction began
 */
record BidsFileRow(Lot lot, long closingCents, BigDecimal time, Bid bid) {

  static final String HEADER =
      "auctionid,bid,bidtime,bidder,bidderrate,openbid,price,item,auction_type";

  private static final List<String> COLUMNS = List.of(HEADER.split(","));
  private static final Pattern DAYS = Pattern.compile("\\d{1,9}(\\.\\d{1,18})?");
  private static final Pattern RATE = Pattern.compile("-?\\d{1,9}|NA|");

  /** Bounds the event that a row becomes. */
  private static final int LINE_CHARACTERS_MAX = 10_000;

  static void checkHeader(String line) {
    if (line.equals(HEADER)) {
      return;
    }
    List<String> missing = new ArrayList<>(COLUMNS);
    missing.removeAll(Arrays.asList(line.split(",", -1)));
    throw new IllegalArgumentException(
        String.format("expected the header '%s', found %s", HEADER, quoted(line))
            + (missing.isEmpty() ? "" : " (missing: " + String.join(", ", missing) + ")"));
  }

  static BidsFileRow parse(String line) {
    if (line.length() > LINE_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "expected at most " + LINE_CHARACTERS_MAX + " characters, found " + line.length());
    }
    String[] values = line.split(",", -1);
    if (values.length != COLUMNS.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected %d columns, found %d: %s", COLUMNS.size(), values.length, quoted(line)));
    }
    Lot lot = new Lot(scope(values[0]), amount("openbid", values[5]));
    check("bidtime", values[2], DAYS, "days since the auction began, such as 2.230949");
    check("bidderrate", values[4], RATE, "a whole number or NA");
    if (values[3].isBlank()) {
      throw new IllegalArgumentException("expected a bidder, found nothing");
    }
    return new BidsFileRow(
        lot,
        amount("price", values[6]),
        new BigDecimal(values[2]),
        new Bid(lot.id(), values[3], amount("bid", values[1])));
  }

  /** Checks what the rows of one auction have in common. */
  void checkFollows(BidsFileRow previous) {
    if (time.compareTo(previous.time) < 0) {
      throw new IllegalArgumentException(
          String.format(
              "expected the bids of auction '%s' in the order of bidtime, found %s after %s",
              lot.id(), time, previous.time));
    }
    checkSame("openbid", previous.lot.openingCents(), lot.openingCents());
    checkSame("price", previous.closingCents, closingCents);
  }

  private void checkSame(String column, long expectedCents, long foundCents) {
    if (expectedCents != foundCents) {
      throw new IllegalArgumentException(
          String.format(
              "expected the same %s in all rows of auction '%s', found %s after %s",
              column, lot.id(), Dollars.format(foundCents), Dollars.format(expectedCents)));
    }
  }

  private static String scope(String text) {
    try {
      return new ScopeId(text).value();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected an auctionid that can name an event log, found "
              + quoted(text)
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static long amount(String column, String text) {
    try {
      return Dollars.parse(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected " + column + " to be " + e.getMessage() + ", found " + quoted(text), e);
    }
  }

  private static void check(String column, String text, Pattern pattern, String expected) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected " + column + " to be " + expected + ", found " + quoted(text));
    }
  }

  /** At most 100 characters and no control characters: the message stays one line. */
  private static String quoted(String text) {
    String cut = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
