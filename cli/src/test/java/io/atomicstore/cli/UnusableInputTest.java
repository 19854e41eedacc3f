package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.examples.auction.AuctionHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be used costs one line on standard error, exit code 2, and nothing is stored. */
class UnusableInputTest {

  private static final Path THREE_LOTS = CommandRun.resource("three-lots.csv");

  private final Path directory;

  UnusableInputTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          demo --frobnicate      | atomic-store demo: Unknown option: '--frobnicate'
          demo --seconds         | Missing required parameter for option '--seconds'
          demo --seconds soon    | 'soon' is not an int
          demo --seconds 0       | --seconds: expected a number from 1 to 3600, found 0
          demo --seconds -1      | --seconds: expected a number from 1 to 3600, found -1
          demo --seconds 3601    | --seconds: expected a number from 1 to 3600, found 3601
          demo --lots 0          | --lots: expected a number from 1 to 10000, found 0
          demo --bidders 1001    | --bidders: expected a number from 1 to 1000, found 1001
          demo --seed x          | 'x' is not a long
          demo --concurrent      | --concurrent: expected together with --bids, found alone
          demo --seed 1 --seed 2 | should be specified only once
          demo surplus           | Unmatched argument at index 1: 'surplus'
          demo --address a:1 --data b | --data: expected without --address, found both
          sell                   | atomic-store: Unmatched argument at index 0: 'sell'
          """)
  void refusesOptions(String arguments, String expected) {
    CommandRun run = CommandRun.of((Object[]) arguments.split(" "));

    assertRefused(run, expected);
  }

  @Test
  void refusesNoSubcommand() {
    CommandRun run = CommandRun.of();

    assertRefused(run, "atomic-store: Missing required subcommand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bids", "--data"})
  void refusesAnEmptyPath(String option) {
    CommandRun run = CommandRun.of("demo", option, "");

    assertRefused(run, option + ": expected a path, found an empty text");
  }

  @Test
  void refusesOptionsOfALiveAuctionForAReplay() {
    CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS, "--seconds", 3);

    assertRefused(run, "--seconds: expected for a live auction only, found together with --bids");
  }

  @Test
  void refusesAMissingFile() {
    Path missing = directory.resolve("missing.csv");

    CommandRun run = CommandRun.of("demo", "--bids", missing);

    assertRefused(run, missing + ": expected a file, found none of that name");
  }

  @Test
  void storesNothingOfAFileWhoseLastRowIsBad() throws IOException {
    Path file = directory.resolve("bids.csv");
    Files.writeString(file, Files.readString(THREE_LOTS) + "d,-5,1,eve,1,5,9,Hat,3 day auction\n");
    Path data = directory.resolve("data");

    CommandRun run = CommandRun.of("demo", "--bids", file, "--data", data);

    assertRefused(run, file + ", line 11: expected bid to be an amount in dollars");
    assertThat(data).doesNotExist();
  }

  @Test
  void refusesAFileForADirectory() {
    CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS, "--data", THREE_LOTS);

    assertRefused(run, "--data " + THREE_LOTS + ": expected a directory, found a file");
  }

  @Test
  void refusesADirectoryThatIsInUse() {
    Path data = directory.resolve("data");
    try (AuctionHouse house = AuctionHouse.open(data)) {
      assertThat(house.system().name()).isEqualTo("auction-house");

      CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS, "--data", data);

      assertThat(run.endedWith(ExitCode.DIRECTORY_IN_USE)).isTrue();
      assertThat(run.err()).contains("store in directory '" + data + "' is already open");
    }
  }

  private static void assertRefused(CommandRun run, String expected) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(expected).startsWith("atomic-store").hasLineCount(1);
  }
}
