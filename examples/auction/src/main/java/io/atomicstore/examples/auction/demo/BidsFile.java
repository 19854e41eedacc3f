package io.atomicstore.examples.auction.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.core.EventId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded bids: lines of UTF-8, first {@value BidsFileRow#HEADER}, then a row a bid. The
 * rows of an auction follow each other, in the order of their {@code bidtime}. The whole file is
 * read and checked before anything is done with it.
 */
final class BidsFile {

  /** Bounds what a slip of the finger reads into memory. */
  static final long BYTES_MAX = 1L << 30;

  private final Path file;
  private final List<RecordedLot> lots = new ArrayList<>();
  private final Map<String, Integer> firstLineOfLot = new HashMap<>();
  private final List<RecordedLot.RecordedBid> bidsOfLot = new ArrayList<>();
  private @Nullable BidsFileRow last;

  private BidsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @return at least one lot
   * @throws InvalidInputException naming the file, the line, what was expected and what was found
   */
  static List<RecordedLot> read(Path file) {
    BidsFile reading = new BidsFile(file);
    reading.readLines();
    return reading.lots;
  }

  private void readLines() {
    byte[] bytes = readBytes();
    if (bytes.length == 0) {
      throw new InvalidInputException(
          file + ": expected the header '" + BidsFileRow.HEADER + "', found an empty file");
    }
    int lineNr = 0;
    int start = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      lineNr++;
      readLine(lineNr, line(lineNr, ByteBuffer.wrap(bytes, start, end - start)));
      start = end + 1;
    }
    if (last == null) {
      throw new InvalidInputException(file + ": expected bids, found only the header");
    }
    finishLot(last);
  }

  private byte[] readBytes() {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": expected a file, found a directory");
    }
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new InvalidInputException(
            file + ": expected at most 1 GiB, found " + Files.size(file) + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": expected a file, found none of that name", e);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException(file + ": no permission to read it", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": can't be read: " + e, e);
    }
  }

  private String line(int lineNr, ByteBuffer bytes) {
    try {
      String line = UTF_8.newDecoder().decode(bytes).toString();
      if (lineNr == 1 && line.startsWith("\uFEFF")) {
        line = line.substring(1);
      }
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          file + ", line " + lineNr + ": expected UTF-8, found other bytes", e);
    }
  }

  private void readLine(int lineNr, String line) {
    try {
      if (lineNr == 1) {
        BidsFileRow.checkHeader(line);
      } else {
        readRow(lineNr, line);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + ", line " + lineNr + ": " + e.getMessage(), e);
    }
  }

  private void readRow(int lineNr, String line) {
    BidsFileRow row = BidsFileRow.parse(line);
    String lot = row.lot().id();
    if (last != null && !last.lot().id().equals(lot)) {
      finishLot(last);
      last = null;
    }
    if (last != null) {
      row.checkFollows(last);
    } else {
      Integer firstLine = firstLineOfLot.putIfAbsent(lot, lineNr);
      if (firstLine != null) {
        throw new IllegalArgumentException(
            String.format(
                "expected all rows of auction '%s' together, found it again after others"
                    + " (its first row is line %d)",
                lot, firstLine));
      }
    }
    bidsOfLot.add(new RecordedLot.RecordedBid(eventId(lot, bidsOfLot.size() + 1, line), row.bid()));
    last = row;
  }

  /** The place tells apart two rows of an auction with the same bytes. */
  private static EventId eventId(String lot, int placeInLot, String line) {
    String name = lot + '\n' + placeInLot + '\n' + line;
    return new EventId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
  }

  private void finishLot(BidsFileRow anyRow) {
    lots.add(new RecordedLot(anyRow.lot(), anyRow.closingCents(), bidsOfLot));
    bidsOfLot.clear();
  }
}
