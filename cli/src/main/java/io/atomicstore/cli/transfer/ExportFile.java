package io.atomicstore.cli.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An export file that was read from its first line to its last, and found right.
 *
 * @param logs in the order of the file
 */
record ExportFile(Path path, List<LogSpan> logs, long events) {

  /**
   * Reads and checks a file.
   *
   * @throws DamagedExportException if it is not complete, or a line is not what it must be
   */
  static ExportFile read(Path path) throws IOException {
    List<LogSpan> logs = new ArrayList<>();
    ExportCheck check = new ExportCheck();
    try (LineReader lines = LineReader.open(path, 0)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        LogSpan ended = check.take(line);
        if (ended != null) {
          logs.add(ended);
        }
      }
      if (!check.isComplete() || lines.hasEndedInLine()) {
        throw new DamagedExportException(
            check.isComplete()
                ? DamagedExportException.Damage.WRONG_LINE
                : DamagedExportException.Damage.CUT_OFF,
            "%s: expected the end of the export behind line %d, found %s"
                .formatted(
                    path,
                    check.place().lines(),
                    lines.hasEndedInLine() ? "a piece of a line" : "the end of the file"));
      }
    } catch (IllegalArgumentException e) {
      throw new DamagedExportException(
          "%s, line %d: %s".formatted(path, check.place().lines() + 1, e.getMessage()), e);
    }
    return new ExportFile(path, logs, check.place().events());
  }
}
