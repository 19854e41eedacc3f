package io.atomicstore.cli.transfer;

/**
 * A place between two lines of an export file.
 *
 * @param lines before it
 * @param offsetBytes of the next line
 * @param logs that have ended before it
 * @param events before it
 */
record FilePlace(long lines, long offsetBytes, long logs, long events) {

  static final FilePlace START = new FilePlace(0, 0, 0, 0);

  /** Behind a line of so many bytes, line end not counted. */
  private FilePlace behind(int lineBytes, long newLogs, long newEvents) {
    return new FilePlace(lines + 1, offsetBytes + lineBytes + 1, newLogs, newEvents);
  }

  FilePlace behindEvent(int lineBytes) {
    return behind(lineBytes, logs, events + 1);
  }

  FilePlace behindLogEnd(int lineBytes) {
    return behind(lineBytes, logs + 1, events);
  }

  FilePlace behindOther(int lineBytes) {
    return behind(lineBytes, logs, events);
  }
}
