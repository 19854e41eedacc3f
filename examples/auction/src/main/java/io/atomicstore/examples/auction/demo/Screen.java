package io.atomicstore.examples.auction.demo;

import java.io.PrintStream;

/**
 * What the user sees: the outcome on standard output, and how it goes on standard error. Safe for
 * use by many threads.
 *
 * @param isTerminal whether standard error can write over a line
 * @param isJson whether the outcome is one JSON object, for programs
 */
public record Screen(PrintStream out, PrintStream err, boolean isTerminal, boolean isJson) {

  private static final String ERASE_LINE = "\r\u001b[K";

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

  void show(DemoRun.Outcome outcome) {
    if (isJson) {
      out.println(outcome.summary().toJson());
    } else {
      out.print(SummaryText.of(outcome));
    }
    out.flush();
  }
}
