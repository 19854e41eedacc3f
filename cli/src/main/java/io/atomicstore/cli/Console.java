package io.atomicstore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a run reads and writes: results on standard output, everything else on standard error. Safe
 * for use by many threads.
 *
 * @param isTerminal whether standard error can write over a line
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean isTerminal) {

  private static final String ERASE_LINE = "\r\u001b[K";

  /** Prints a part of the result. */
  void print(String line) {
    out.println(line);
  }

  /** Prints a part of the result for programs. */
  void print(JsonNode json) {
    out.println(json);
  }

  /** Says something that stays. */
  void tell(String line) {
    synchronized (err) {
      err.println((isTerminal ? ERASE_LINE : "") + line);
    }
  }

  /** Says something that the next line may write over. */
  void tellForNow(String line) {
    synchronized (err) {
      if (isTerminal) {
        err.print(ERASE_LINE + line);
        err.flush();
      } else {
        err.println(line);
      }
    }
  }

  /** Takes the line away that was said for now. */
  void clear() {
    if (isTerminal) {
      tellForNow("");
    }
  }

  /** Whether nobody reads standard output any more. */
  boolean isGone() {
    return out.checkError();
  }
}
