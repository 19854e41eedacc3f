package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.util.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the demo on small auctions. */
class DemoTest {

  private static final Path THREE_LOTS = CommandRun.resource("three-lots.csv");

  private final Path directory;

  DemoTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void replaysRecordedBidsInOrder() {
    CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS, "--json");

    assertThat(run.exitCode()).isZero();
    assertInOrder(run.json());
    assertThat(run.json().get("repeated").asLong()).isZero();
  }

  @Test
  void printsAllFiguresInOneJsonObject() {
    CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS, "--json");

    List<String> names = Lists.newArrayList(run.json().fieldNames());
    assertThat(names)
        .containsExactly(
            "lots",
            "bids",
            "accepted",
            "rejected",
            "rejectedByReason",
            "closingPriceMatches",
            "lost",
            "duplicated",
            "bidsPerSecond",
            "p50Millis",
            "p99Millis",
            "repeated",
            "unknown",
            "storedThoughRejected",
            "interrupted");
    assertThat(run.out()).hasLineCount(1);
  }

  @Test
  void letsTheBidsOfALotRace() {
    CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS, "--concurrent", "--json");

    JsonNode json = run.json();
    assertThat(run.exitCode()).isZero();
    assertThat(json.get("bids").asLong()).isEqualTo(9);
    assertThat(json.get("accepted").asLong() + json.get("rejected").asLong()).isEqualTo(9);
    // Whatever comes first: these are the first valid, or the only, or the highest of their lots.
    assertThat(json.get("accepted").asLong()).isGreaterThanOrEqualTo(3);
    assertNothingIsWrong(json);
  }

  @Test
  void addsNothingWhenReplayedAgain() {
    Path data = directory.resolve("data");
    CommandRun.of("demo", "--bids", THREE_LOTS, "--data", data, "--json");

    CommandRun again = CommandRun.of("demo", "--bids", THREE_LOTS, "--data", data, "--json");

    assertThat(again.exitCode()).isZero();
    assertInOrder(again.json());
    assertThat(again.json().get("repeated").asLong()).isEqualTo(6);
  }

  @Test
  void addsNothingOrChangesNothingAcceptedWhenReplayedAgainInARace() {
    Path data = directory.resolve("data");
    CommandRun.of("demo", "--bids", THREE_LOTS, "--data", data, "--json");

    CommandRun again =
        CommandRun.of("demo", "--bids", THREE_LOTS, "--data", data, "--concurrent", "--json");

    assertThat(again.exitCode()).isZero();
    assertInOrder(again.json());
    assertThat(again.json().get("repeated").asLong()).isEqualTo(6);
  }

  @Test
  void continuesTheLogsWhenTheFileHasGrown() throws IOException {
    Path data = directory.resolve("data");
    CommandRun.of("demo", "--bids", THREE_LOTS, "--data", data, "--json");
    Path grown = directory.resolve("grown.csv");
    Files.writeString(
        grown,
        Files.readString(THREE_LOTS)
            + "c,101.5,6.95,dan,1,100,101.5,Violin,7 day auction\n"
                .replace("101.5,6.95", "102.5,6.95"));

    CommandRun run = CommandRun.of("demo", "--bids", grown, "--data", data, "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().get("accepted").asLong()).isEqualTo(7);
    assertThat(run.json().get("repeated").asLong()).isEqualTo(6);
  }

  @Test
  void tellsPeopleTheOutcomeOnStandardOutput() {
    CommandRun run = CommandRun.of("demo", "--bids", THREE_LOTS);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("Replaying 9 recorded bids on 3 lots, each lot in order");
    assertThat(run.out())
        .contains("9 bids on 3 lots")
        .containsPattern("c +\\$100\\.00 +eve +1\\R")
        .containsPattern("a +\\$14\\.50 +ben +4\\R")
        .contains("each of the 6 accepted bids is there once");
  }

  @Test
  void holdsALiveAuction() {
    CommandRun run = CommandRun.of("demo", "--seconds", 1, "--lots", 3, "--bidders", 5, "--json");

    JsonNode json = run.json();
    assertThat(run.exitCode()).isZero();
    assertThat(json.get("lots").asLong()).isEqualTo(3);
    assertThat(json.get("accepted").asLong()).isPositive();
    assertThat(json.get("closingPriceMatches").isNull()).isTrue();
    assertThat(json.get("interrupted").asBoolean()).isFalse();
    assertNothingIsWrong(json);
  }

  @Test
  void continuesTheLotsOfALiveAuction() {
    Path data = directory.resolve("data");
    Object[] arguments = {"demo", "--seconds", 1, "--lots", 2, "--bidders", 3, "--data", data};
    CommandRun.of(arguments);

    CommandRun again = CommandRun.of(arguments);

    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("no rejected one is");
  }

  @Test
  void holdsAnAuctionOnANode() {
    try (TestNode node = new TestNode(directory)) {
      CommandRun run = node.run("demo", "--bids", THREE_LOTS, "--json");
      CommandRun again = node.run("demo", "--bids", THREE_LOTS, "--json");
      CommandRun live = node.run("demo", "--seconds", 1, "--lots", 3, "--bidders", 5);

      assertThat(run.exitCode()).isZero();
      assertInOrder(run.json());
      assertThat(again.json().get("repeated").asLong()).isEqualTo(6);
      assertThat(live.exitCode()).isZero();
      assertThat(live.out()).contains("Read back from the node: each of the ");
      assertThat(node.run("query", "a").out()).contains("bid-placed").hasLineCount(4);
    }
  }

  @Test
  void needsANodeAtTheAddress() {
    CommandRun run = CommandRun.of("demo", "--address", "127.0.0.1:1");

    assertThat(run.endedWith(ExitCode.CANNOT_CONNECT)).isTrue();
  }

  private static void assertInOrder(JsonNode json) {
    assertThat(json.get("lots").asLong()).isEqualTo(3);
    assertThat(json.get("bids").asLong()).isEqualTo(9);
    assertThat(json.get("accepted").asLong()).isEqualTo(6);
    assertThat(json.get("rejected").asLong()).isEqualTo(3);
    assertThat(json.get("rejectedByReason").toString())
        .isEqualTo("{\"BELOW_MINIMUM\":2,\"NOT_ABOVE_OWN_MAXIMUM\":1}");
    assertThat(json.get("closingPriceMatches").asLong()).isEqualTo(2);
    assertNothingIsWrong(json);
  }

  private static void assertNothingIsWrong(JsonNode json) {
    assertThat(json.get("lost").asLong()).isZero();
    assertThat(json.get("duplicated").asLong()).isZero();
    assertThat(json.get("unknown").asLong()).isZero();
    assertThat(json.get("storedThoughRejected").asLong()).isZero();
  }
}
