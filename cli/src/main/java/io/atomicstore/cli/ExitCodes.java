package io.atomicstore.cli;

import java.util.ArrayList;
import java.util.List;

/** What kinds of commands can end with. */
final class ExitCodes {

  /** Of whoever talks to a node. */
  static final List<ExitCode> OF_CONNECTIONS =
      List.of(
          ExitCode.DONE,
          ExitCode.UNAVAILABLE,
          ExitCode.REFUSED,
          ExitCode.CANNOT_CONNECT,
          ExitCode.UNAUTHENTICATED,
          ExitCode.FORBIDDEN);

  /** Of whoever submits an event to a node. */
  static final List<ExitCode> OF_SUBMISSIONS =
      and(
          OF_CONNECTIONS,
          ExitCode.REJECTED,
          ExitCode.TIMED_OUT,
          ExitCode.OVERLOADED,
          ExitCode.UNKNOWN,
          ExitCode.EVENT_ID_TAKEN,
          ExitCode.CONFLICT,
          ExitCode.SEALED);

  /** Of whoever opens a data directory. */
  static final List<ExitCode> OF_DIRECTORIES =
      List.of(ExitCode.DONE, ExitCode.DIRECTORY_IN_USE, ExitCode.DAMAGED);

  private ExitCodes() {}

  static List<ExitCode> and(List<ExitCode> codes, ExitCode... more) {
    List<ExitCode> all = new ArrayList<>(codes);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
