package io.atomicstore.cli;

import java.util.List;
import java.util.concurrent.Callable;

/** One subcommand of {@code atomic-store}. */
interface Subcommand extends Callable<Integer> {

  /** What it can end with, beside a fault and what can't be used; shown by {@code --help}. */
  List<ExitCode> exitCodes();

  /** Runs it; what it throws is told by {@link Failure}. */
  ExitCode run() throws Exception;

  @Override
  default Integer call() throws Exception {
    return run().code();
  }
}
