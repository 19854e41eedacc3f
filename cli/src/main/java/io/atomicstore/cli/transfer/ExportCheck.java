package io.atomicstore.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lines of an export file are as they must be: header, logs one after the other, each
 * with events 1, 2, 3, … and its end, and the file's end. A line that is not changes nothing here.
 */
final class ExportCheck {

  private final Set<ScopeId> ended = new HashSet<>();
  private FilePlace place = FilePlace.START;
  private Sha256 ofFile = Sha256.empty();
  private @Nullable Selection selection;
  private @Nullable OpenLog openLog;
  private boolean isComplete;

  /** Behind the last line that was taken. */
  FilePlace place() {
    return place;
  }

  /** What is exported; null before the header. */
  @Nullable Selection selection() {
    return selection;
  }

  /** The log that has begun and not ended; null if none. */
  @Nullable OpenLog openLog() {
    return openLog;
  }

  boolean hasEnded(ScopeId scopeId) {
    return ended.contains(scopeId);
  }

  /** Whether the last line was the file's end. */
  boolean isComplete() {
    return isComplete;
  }

  /** What would end the log that has begun. */
  ExportLine.LogEnd logEnd(OpenLog log) {
    return new ExportLine.LogEnd(log.scopeId(), log.sequenceNr(), log.ofLog().text());
  }

  /** What would end the file. */
  ExportLine.FileEnd fileEnd() {
    return new ExportLine.FileEnd(place.logs(), place.events(), ofFile.text());
  }

  /**
   * Takes the next line, without its line end.
   *
   * @return the log that it ends; null if it ends none
   * @throws LogChecksumException if it ends a log, and that is not the one it speaks of
   * @throws IllegalArgumentException saying what was expected if the line can't be here
   */
  @Nullable LogSpan take(byte[] line) {
    ExportLine parsed = ExportLine.parse(textOf(line));
    if (isComplete) {
      throw new IllegalArgumentException("expected nothing behind the end of the export");
    } else if ((selection == null) != (parsed instanceof ExportLine.Header)) {
      throw new IllegalArgumentException("expected the header as first line, and nowhere else");
    }
    LogSpan span = null;
    if (parsed instanceof ExportLine.Header header) {
      selection = header.selection();
      place = place.behindOther(line.length);
    } else if (parsed instanceof ExportLine.Event event) {
      takeEvent(event.stored(), line);
    } else if (parsed instanceof ExportLine.LogEnd end) {
      span = takeLogEnd(end, line);
    } else {
      takeFileEnd((ExportLine.FileEnd) parsed, line);
    }
    ofFile.addLine(line);
    return span;
  }

  private static String textOf(byte[] line) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("expected UTF-8, found other bytes", e);
    }
  }

  private void takeEvent(StoredEvent<EncodedEvent> stored, byte[] line) {
    OpenLog log = openLog == null ? begun(stored.scopeId()) : openLog;
    if (!log.scopeId().equals(stored.scopeId())) {
      throw new IllegalArgumentException(
          "expected an event, or the end, of scope '%s', found an event of '%s'"
              .formatted(log.scopeId(), stored.scopeId()));
    } else if (stored.sequenceNr() != log.sequenceNr() + 1) {
      throw new IllegalArgumentException(
          "expected event %d of scope '%s', found event %d"
              .formatted(log.sequenceNr() + 1, log.scopeId(), stored.sequenceNr()));
    } else if (log.isSealed()) {
      throw new IllegalArgumentException("expected no event behind the one that seals the log");
    }
    openLog = log.behind(line, stored.sealsLog());
    place = place.behindEvent(line.length);
  }

  private OpenLog begun(ScopeId scopeId) {
    if (ended.contains(scopeId)) {
      throw new IllegalArgumentException(
          "expected each scope once, found '%s' again".formatted(scopeId));
    }
    return new OpenLog(scopeId, place, ofFile.copy(), Sha256.empty(), 0, false);
  }

  private LogSpan takeLogEnd(ExportLine.LogEnd end, byte[] line) {
    OpenLog log = openLog;
    if (log == null) {
      throw new IllegalArgumentException(
          "expected an event, found the end of '%s'".formatted(end.scopeId()));
    }
    ExportLine.LogEnd expected = logEnd(log);
    if (!end.equals(expected)) {
      throw new LogChecksumException("expected " + expected.json() + ", found " + end.json());
    }
    ended.add(log.scopeId());
    openLog = null;
    place = place.behindLogEnd(line.length);
    return new LogSpan(log.scopeId(), log.start(), log.sequenceNr());
  }

  private void takeFileEnd(ExportLine.FileEnd end, byte[] line) {
    ExportLine.FileEnd expected = fileEnd();
    if (openLog != null || !end.equals(expected)) {
      throw new IllegalArgumentException(
          "expected "
              + (openLog == null ? expected : logEnd(openLog)).json()
              + ", found "
              + end.json());
    }
    isComplete = true;
    place = place.behindOther(line.length);
  }

  /** Goes back to before the log that has begun. */
  void forgetOpenLog() {
    OpenLog log = openLog;
    if (log != null) {
      openLog = null;
      place = log.start();
      ofFile = log.ofFileAtStart();
    }
  }

  /** The lines of a log are not those that its end speaks of. */
  static final class LogChecksumException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    LogChecksumException(String message) {
      super(message);
    }
  }
}
