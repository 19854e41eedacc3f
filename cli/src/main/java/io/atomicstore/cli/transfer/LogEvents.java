package io.atomicstore.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.core.StoredEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The events of one log of an export file, one after the other. One thread owns an instance. */
final class LogEvents implements Closeable {

  private final LogSpan span;
  private final LineReader lines;
  private long read;

  private LogEvents(LogSpan span, LineReader lines) {
    this.span = span;
    this.lines = lines;
  }

  /** From the event of that sequence number on. */
  static LogEvents open(Path file, LogSpan span, long fromSequenceNr) throws IOException {
    LogEvents events = new LogEvents(span, LineReader.open(file, span.start().offsetBytes()));
    while (events.read < fromSequenceNr - 1) {
      var unused = events.next();
    }
    return events;
  }

  /**
   * The next one; null behind the last.
   *
   * @throws DamagedExportException if the file has changed since it was checked
   */
  @Nullable StoredEvent<EncodedEvent> next() throws IOException {
    if (read == span.events()) {
      return null;
    }
    read++;
    byte[] line = lines.next();
    try {
      if (line != null
          && ExportLine.parse(new String(line, UTF_8)) instanceof ExportLine.Event event
          && event.stored().sequenceNr() == read
          && event.stored().scopeId().equals(span.scopeId())) {
        return event.stored();
      }
    } catch (IllegalArgumentException e) {
      throw changed(e);
    }
    throw changed(null);
  }

  private DamagedExportException changed(@Nullable Throwable cause) {
    String message =
        "line %d: expected event %d of scope '%s' as when the file was checked, found it changed"
            .formatted(span.start().lines() + read, read, span.scopeId());
    return cause == null
        ? new DamagedExportException(DamagedExportException.Damage.WRONG_LINE, message)
        : new DamagedExportException(message, cause);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
