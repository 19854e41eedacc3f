package io.atomicstore.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of {@code atomic-store} ended with: the one table from outcomes to exit codes. "Not
 * stored" and "not known whether stored" never share one. Codes keep their meaning for ever.
 */
enum ExitCode {
  DONE(0, "done; what was submitted is stored"),
  FAULT(1, "a fault of atomic-store itself"),
  BAD_USAGE(2, "an option, an argument, a file or a directory can't be used"),
  REJECTED(3, "the validation said no; nothing was stored"),
  TIMED_OUT(4, "no decision came in time; nothing was stored"),
  OVERLOADED(5, "too many submissions wait; nothing was stored, submit again later"),
  UNAVAILABLE(6, "the log or the node can't answer now; nothing was stored, try again"),
  UNKNOWN(7, "stored or not, nobody knows: submit again with the same event id"),
  EVENT_ID_TAKEN(8, "the event id belongs to another event; nothing was stored"),
  CONFLICT(9, "the log does not end where it was expected to; nothing was stored"),
  SEALED(10, "the log is sealed; nothing was stored"),
  REFUSED(11, "the node refuses what was asked; nothing was stored"),
  NOT_FOUND(12, "there is no such scope, submission, token or file"),
  PENDING(13, "the submission has no result yet"),
  CANNOT_CONNECT(20, "no node can be reached at the address"),
  UNAUTHENTICATED(21, "the node needs a token, or does not know this one"),
  FORBIDDEN(22, "the token does not permit this"),
  BAD_SETTINGS(30, "a setting of the node is unknown or can't be used"),
  PORT_IN_USE(31, "an address of the node is in use"),
  DIRECTORY_IN_USE(32, "another process has the data directory open"),
  DAMAGED(40, "a store or a file is damaged"),
  INCOMPLETE(41, "an export file ends too soon; export again to go on with it"),
  DIFFERS(42, "what is stored is not what it must be"),
  INTERRUPTED(130, "interrupted");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }

  /** All of them, as picocli lists them. */
  static Map<String, String> table() {
    return table(Arrays.asList(values()));
  }

  /** These, and the two that every command can end with, in the order of their codes. */
  static Map<String, String> table(List<ExitCode> codes) {
    Map<String, String> table = new LinkedHashMap<>();
    for (ExitCode each : values()) {
      if (codes.contains(each) || each == FAULT || each == BAD_USAGE) {
        table.put(String.valueOf(each.code), each.meaning);
      }
    }
    return table;
  }
}
