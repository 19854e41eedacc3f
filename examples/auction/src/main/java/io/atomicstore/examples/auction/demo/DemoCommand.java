package io.atomicstore.examples.auction.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code atomic-store demo}. */
@Command(
    name = "demo",
    description = {
      "Holds an auction on a store of its own, live among made-up bidders or replayed from"
          + " recorded bids. Then closes the store, reopens it from disk, and proves that every"
          + " bid that was accepted is there, once, and no other.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the store holds exactly the bids that were accepted",
      "1:a bid is lost, duplicated, stored though rejected, or of unknown fate, or not all bids"
          + " could be placed",
      "2:an option, a file or a directory can't be used; nothing was stored",
      "130:interrupted; the bids placed until then were checked as well"
    })
final class DemoCommand implements Callable<Integer> {

  static final int PROVEN = 0;
  static final int NOT_PROVEN = 1;

  private static final int SECONDS_MAX = 3_600;
  private static final int LOTS_MAX = 10_000;
  private static final int BIDDERS_MAX = 1_000;

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
              + BidsFileRow.HEADER)
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

  @Option(
      names = "--json",
      description = "Print the outcome as one JSON object, and nothing else, on standard output.")
  private boolean isJson;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean isHelp;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean isTerminal;

  DemoCommand(PrintStream out, PrintStream err, boolean isTerminal) {
    this.out = out;
    this.err = err;
    this.isTerminal = isTerminal;
  }

  @Override
  public Integer call() {
    refuseEmpty("--bids", bids);
    refuseEmpty("--data", data);
    Screen screen = new Screen(out, err, isTerminal, isJson);
    Auction auction = bids == null ? liveAuction() : replay(bids);
    Hammer hammer = new Hammer(screen);
    Interruption interruption = Interruption.listen(() -> hammer.fall("Interrupted"));
    try (StoreDirectory directory =
        data == null ? StoreDirectory.temporary() : StoreDirectory.at(data)) {
      DemoRun.Outcome outcome = new DemoRun(auction, directory.path(), screen, hammer).run();
      screen.show(outcome);
      return outcome.summary().isProven() ? PROVEN : NOT_PROVEN;
    } finally {
      interruption.finish();
    }
  }

  private static void refuseEmpty(String option, @Nullable Path given) {
    if (given != null && given.toString().isEmpty()) {
      throw new InvalidInputException(option + ": expected a path, found an empty text");
    }
  }

  private Auction liveAuction() {
    if (isConcurrent) {
      throw new InvalidInputException("--concurrent: expected together with --bids, found alone");
    }
    int secondsOrDefault = inRange("--seconds", seconds, SECONDS_MAX, 10);
    int lotsOrDefault = inRange("--lots", lots, LOTS_MAX, 100);
    int biddersOrDefault = inRange("--bidders", bidders, BIDDERS_MAX, 50);
    return new LiveAuction(
        Duration.ofSeconds(secondsOrDefault),
        lotsOrDefault,
        biddersOrDefault,
        seed == null ? 1 : seed);
  }

  private static int inRange(String option, @Nullable Integer given, int max, int otherwise) {
    int value = given == null ? otherwise : given;
    if (value < 1 || value > max) {
      throw new InvalidInputException(
          option + ": expected a number from 1 to " + max + ", found " + value);
    }
    return value;
  }

  private Auction replay(Path file) {
    refuseWithBids("--seconds", seconds);
    refuseWithBids("--lots", lots);
    refuseWithBids("--bidders", bidders);
    refuseWithBids("--seed", seed);
    List<RecordedLot> recorded = BidsFile.read(file);
    return isConcurrent ? Replay.concurrent(recorded) : Replay.inOrder(recorded);
  }

  private static void refuseWithBids(String option, @Nullable Number given) {
    if (given != null) {
      throw new InvalidInputException(
          option + ": expected for a live auction only, found together with --bids");
    }
  }
}
