package io.atomicstore.examples.auction.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.EventId;
import io.atomicstore.examples.auction.Bid;
import io.atomicstore.examples.auction.Lot;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BidsFileTest {

  private static final String HEADER = BidsFileRow.HEADER + "\n";
  private static final String ROW = "a,12,0.5,anna,3,10,20,Teapot,3 day auction\n";

  private final Path file;

  BidsFileTest(@TempDir Path directory) {
    file = directory.resolve("bids.csv");
  }

  @Test
  void readsLotsAndTheirBidsInOrder() throws IOException {
    write(HEADER + ROW + ROW.replace("12", "15.5") + ROW.replace("a,12", "b,99"));

    List<RecordedLot> lots = BidsFile.read(file);

    assertThat(lots)
        .extracting(RecordedLot::lot)
        .containsExactly(new Lot("a", 10_00), new Lot("b", 10_00));
    assertThat(lots).extracting(RecordedLot::closingCents).containsOnly(20_00L);
    assertThat(lots.get(0).bids())
        .extracting(RecordedLot.RecordedBid::bid)
        .containsExactly(new Bid("a", "anna", 12_00), new Bid("a", "anna", 15_50));
  }

  @Test
  void givesTheSameRowTheSameEventIdEachTime() throws IOException {
    write(HEADER + ROW);
    List<EventId> first = eventIds();

    write(HEADER + ROW.replace("\n", "\r\n"));
    List<EventId> second = eventIds();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void tellsApartEqualRowsByTheirPlace() throws IOException {
    write(HEADER + ROW + ROW);

    List<EventId> eventIds = eventIds();

    assertThat(eventIds).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void readsAFileWithoutALastLineEndAndWithAByteOrderMark() throws IOException {
    write("\uFEFF" + HEADER + ROW.strip());

    List<RecordedLot> lots = BidsFile.read(file);

    assertThat(lots).hasSize(1);
  }

  @Test
  void refusesAMissingFile() {
    assertRefused("bids.csv: expected a file, found none of that name");
  }

  @Test
  void refusesADirectory() throws IOException {
    Files.createDirectory(file);

    assertRefused("bids.csv: expected a file, found a directory");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    write("");

    assertRefused(
        "bids.csv: expected the header '" + BidsFileRow.HEADER + "', found an empty file");
  }

  @Test
  void refusesAFileOfOnlyTheHeader() throws IOException {
    write(HEADER);

    assertRefused("bids.csv: expected bids, found only the header");
  }

  @Test
  void namesTheColumnsThatTheHeaderLacks() throws IOException {
    write("auctionid,bid,bidtime,bidder,bidderrate,openbid,item\n" + ROW);

    assertRefused(
        "bids.csv, line 1: expected the header '"
            + BidsFileRow.HEADER
            + "', found 'auctionid,bid,bidtime,bidder,bidderrate,openbid,item'"
            + " (missing: price, auction_type)");
  }

  @Test
  void refusesColumnsInAnotherOrder() throws IOException {
    write(HEADER.replace("auctionid,bid,", "bid,auctionid,") + ROW);

    assertRefused("bids.csv, line 1: expected the header");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          a,12,0.5,anna,3,10,20,Teapot|expected 9 columns, found 8: 'a,12,0.5,anna,3,10,20,Teapot'
          a,12,0.5,anna,3,10,20,Tea,pot,x|expected 9 columns, found 10
          a,x,0.5,anna,3,10,20,T,x|expected bid to be an amount in dollars
          a,-12,0.5,anna,3,10,20,T,x|found '-12'
          a,12.005,0.5,anna,3,10,20,T,x|at most two decimals
          a,12,0.5,anna,3,x,20,T,x|expected openbid to be an amount in dollars
          a,12,0.5,anna,3,10,,T,x|expected price to be an amount in dollars
          a,12,soon,anna,3,10,20,T,x|expected bidtime to be days since the auction began
          a,12,-0.5,anna,3,10,20,T,x|found '-0.5'
          a,12,NaN,anna,3,10,20,T,x|found 'NaN'
          a,12,0.5,anna,x,10,20,T,x|expected bidderrate to be a whole number or NA, found 'x'
          a,12,0.5,,3,10,20,T,x|expected a bidder, found nothing
          ,12,0.5,anna,3,10,20,T,x|expected an auctionid that can name an event log, found ''
          """)
  void refusesARowThatIsNotABid(String row, String expected) throws IOException {
    write(HEADER + ROW + row + "\n");

    assertRefused("bids.csv, line 3: ");
    assertRefused(expected);
  }

  @Test
  void refusesABidBeforeTheOneAboveIt() throws IOException {
    write(HEADER + ROW + ROW.replace("0.5", "0.4999"));

    assertRefused(
        "bids.csv, line 3: expected the bids of auction 'a' in the order of bidtime,"
            + " found 0.4999 after 0.5");
  }

  @Test
  void refusesRowsOfAnAuctionThatAreApart() throws IOException {
    write(HEADER + ROW + ROW.replace("a,12", "b,12") + ROW);

    assertRefused(
        "bids.csv, line 4: expected all rows of auction 'a' together, found it again after others"
            + " (its first row is line 2)");
  }

  @Test
  void refusesAnAuctionWithTwoOpeningPrices() throws IOException {
    write(HEADER + ROW + ROW.replace(",10,", ",11,"));

    assertRefused(
        "bids.csv, line 3: expected the same openbid in all rows of auction 'a',"
            + " found $11.00 after $10.00");
  }

  @Test
  void refusesAnAuctionWithTwoClosingPrices() throws IOException {
    write(HEADER + ROW + ROW.replace(",20,", ",21,"));

    assertRefused("bids.csv, line 3: expected the same price in all rows of auction 'a'");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    write(HEADER + ROW.replace("anna", "änna"), ISO_8859_1);

    assertRefused("bids.csv, line 2: expected UTF-8, found other bytes");
  }

  @Test
  void staysOnOneLineWhateverTheFileHolds() throws IOException {
    write("\u0000\r\u001b[2J" + "x".repeat(1_000) + "\n");

    assertThatThrownBy(() -> BidsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .doesNotContainPattern("\\p{Cntrl}")
                    .hasSizeLessThan(500));
  }

  private List<EventId> eventIds() {
    return BidsFile.read(file).stream()
        .flatMap(lot -> lot.bids().stream())
        .map(RecordedLot.RecordedBid::eventId)
        .toList();
  }

  private void write(String content) throws IOException {
    write(content, UTF_8);
  }

  private void write(String content, Charset charset) throws IOException {
    Files.writeString(file, content, charset);
  }

  private void assertRefused(String expected) {
    assertThatThrownBy(() -> BidsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected);
  }
}
