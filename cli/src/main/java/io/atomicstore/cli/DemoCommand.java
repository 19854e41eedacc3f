package io.atomicstore.cli;

import io.atomicstore.core.ScopeId;
import io.atomicstore.examples.auction.demo.Demo;
import io.atomicstore.examples.auction.demo.Demo.Verdict;
import io.atomicstore.examples.auction.demo.LiveSale;
import io.atomicstore.examples.auction.demo.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atomic-store demo}. */
@Command(
    name = "demo",
    header = "Holds an auction, and proves what is stored.",
    description = {
      "The auction is live among made-up bidders, or replayed from recorded bids. Afterwards the logs"
          + " are read back, and held against what bidders were told: every bid that was accepted"
          + " must be there, once, and no other. The store is in this process, and is closed and"
          + " opened again in between; with --address it is that of a node.",
      ""
    })
final class DemoCommand implements Subcommand {

  private static final int SECONDS_MAX = 3_600;
  private static final int LOTS_MAX = 10_000;
  private static final int BIDDERS_MAX = 1_000;
  private static final Duration FINISHING_MAX = Duration.ofSeconds(60);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long the live auction lasts: 1 to 3600, default 10.")
  private @Nullable Integer seconds;

  @Option(
      names = "--lots",
      paramLabel = "N",
      description = "How many lots are on sale: 1 to 10000, default 100. The first draw most bids.")
  private @Nullable Integer lots;

  @Option(
      names = "--bidders",
      paramLabel = "N",
      description = "How many bid, each with 4 bids under way: 1 to 1000, default 50.")
  private @Nullable Integer bidders;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What lots there are and who wants them, default 1.")
  private @Nullable Long seed;

  @Option(
      names = "--bids",
      paramLabel = "FILE",
      description =
          "Replay the bids in this CSV file instead of a live auction: many lots at a time, but"
              + " each bid after the result of the one before on its lot. Columns: "
              + Demo.BIDS_FILE_COLUMNS)
  private @Nullable Path bids;

  @Option(
      names = "--concurrent",
      description = "With --bids: let all bids on a lot race each other.")
  private boolean isConcurrent;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep the store in this directory, and continue the logs that are in it. Bids that are"
              + " replayed again are recognised. Default: a temporary directory.")
  private @Nullable Path data;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(
        ExitCodes.OF_CONNECTIONS,
        ExitCode.DIRECTORY_IN_USE,
        ExitCode.DAMAGED,
        ExitCode.DIFFERS,
        ExitCode.INTERRUPTED);
  }

  @Override
  public ExitCode run() {
    refuseEmpty("--bids", bids);
    refuseEmpty("--data", data);
    if (connection.hasAddress() && data != null) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--data: expected without --address, found both");
    }
    Screen screen = new Screen(console.out(), console.err(), console.isTerminal(), output.isJson());
    Demo demo = bids == null ? live(screen) : replay(bids, screen);
    Interruption interruption = Interruption.listen(demo::interrupt, FINISHING_MAX);
    try {
      return run(demo) == Verdict.PROVEN ? ExitCode.DONE : ExitCode.DIFFERS;
    } finally {
      interruption.finish(ExitCode.INTERRUPTED);
    }
  }

  private Verdict run(Demo demo) {
    if (!connection.hasAddress()) {
      return data == null ? demo.run() : demo.runIn(data);
    }
    try (Node node = connection.connect()) {
      node.checkOriginates(new ScopeId("lot-1-001"));
      return demo.runOn(node.clientBuilder());
    }
  }

  private static void refuseEmpty(String option, @Nullable Path given) {
    if (given != null && given.toString().isEmpty()) {
      throw new FailedException(
          ExitCode.BAD_USAGE, option + ": expected a path, found an empty text");
    }
  }

  private Demo live(Screen screen) {
    if (isConcurrent) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--concurrent: expected together with --bids, found alone");
    }
    LiveSale sale =
        new LiveSale(
            Duration.ofSeconds(Numbers.inRange("--seconds", seconds, SECONDS_MAX, 10)),
            Numbers.inRange("--lots", lots, LOTS_MAX, 100),
            Numbers.inRange("--bidders", bidders, BIDDERS_MAX, 50),
            seed == null ? 1 : seed);
    return Demo.live(sale, screen);
  }

  private Demo replay(Path file, Screen screen) {
    refuseWithBids("--seconds", seconds);
    refuseWithBids("--lots", lots);
    refuseWithBids("--bidders", bidders);
    refuseWithBids("--seed", seed);
    return isConcurrent ? Demo.race(file, screen) : Demo.replay(file, screen);
  }

  private static void refuseWithBids(String option, @Nullable Number given) {
    if (given != null) {
      throw new FailedException(
          ExitCode.BAD_USAGE,
          option + ": expected for a live auction only, found together with --bids");
    }
  }
}
