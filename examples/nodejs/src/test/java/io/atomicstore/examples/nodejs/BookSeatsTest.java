package io.atomicstore.examples.nodejs;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.QueryEvents;
import io.atomicstore.protocol.StoredEvent;
import io.atomicstore.server.AtomicStoreServer;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BookSeatsTest {

  private static final Pattern BOOKED =
      Pattern.compile("seat (\\d+): booked, event (\\d+) \\((?:not )?asked\\)");
  private static final Pattern TAKEN =
      Pattern.compile("seat (\\d+): rejected, seat \\1 is taken by (\\w+) \\((?:not )?asked\\)");
  private static final Pattern END =
      Pattern.compile("asked (\\d+) times, shown (\\d+) events, in (\\d+) streams");
  private static final Pattern EVENT =
      Pattern.compile("\\{\"seat\":(\\d+),\"customer\":\"(\\w+)\"}");

  private static InstalledExample example;

  @TempDir private Path directory;
  private AtomicStoreServer server;

  /** What one event says. */
  private record Booking(int seat, String customer) {}

  @BeforeAll
  static void install() throws Exception {
    example = InstalledExample.install();
  }

  @BeforeEach
  void start() throws IOException {
    server = serve(0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A node that shows its events in small pages, and cuts off its peers when it stops. */
  private AtomicStoreServer serve(int port) throws IOException {
    Config settings =
        ConfigFactory.parseString(
            String.join(
                "\n",
                "grpc.port = " + port,
                "http.port = 0",
                "logs.page-bytes-max = 1 KiB",
                "shutdown-grace = 0s",
                "data-directory = \"" + directory.resolve("data") + "\"",
                "backup-directory = \"" + directory.resolve("backups") + "\""));
    return AtomicStoreServer.start(settings.atPath("atomic-store.server"));
  }

  @Test
  void passesTheTestsOfTheExample() throws Exception {
    example.run("npm", "test");
  }

  @Test
  void isNotAskedWhileNobodyElseStores() throws Exception {
    try (NodeProgram alice = example.bookSeats(server.grpcPort(), "hamlet", "alice")) {
      alice.book(seats(1, 20));
      alice.book(seats(1, 20));
      alice.awaitAnswers(40);
      String end = alice.end();

      assertThat(alice.answers().subList(0, 20))
          .allMatch(answer -> answer.matches("seat \\d+: booked, event \\d+ \\(not asked\\)"));
      assertThat(alice.answers().subList(20, 40))
          .allMatch(answer -> answer.endsWith("is taken by alice (not asked)"));
      assertThat(end).isEqualTo("asked 0 times, shown 0 events, in 1 streams");
    }
  }

  @Test
  void getsALongPastInPagesAndKeepsIt() throws Exception {
    try (NodeProgram alice = example.bookSeats(server.grpcPort(), "hamlet", "alice")) {
      alice.book(seats(1, 100));
      alice.awaitAnswers(100);
    }

    try (NodeProgram bob = example.bookSeats(server.grpcPort(), "hamlet", "bob")) {
      bob.book(List.of(50, 101, 102));
      bob.awaitAnswers(3);

      assertThat(bob.answers())
          .containsExactly(
              "seat 50: rejected, seat 50 is taken by alice (asked)",
              "seat 101: booked, event 101 (not asked)",
              "seat 102: booked, event 102 (not asked)");
      assertThat(bob.end()).isEqualTo("asked 1 times, shown 100 events, in 1 streams");
    }
  }

  @Test
  void goesOnWhenTheStoreSaysWhatItDoesNotKnow() throws Exception {
    try (NewerStore store = new NewerStore();
        NodeProgram alice = example.bookSeats(store.port(), "hamlet", "alice")) {
      alice.book(List.of(7));
      alice.awaitAnswers(1);
      String end = alice.end();

      assertThat(alice.answers()).containsExactly("seat 7: booked, event 1 (not asked)");
      assertThat(end).isEqualTo("asked 0 times, shown 0 events, in 1 streams");
      assertThat(store.submittedIds()).hasSize(2).containsOnly(store.submittedIds().get(0));
    }
  }

  @Test
  void booksEachSeatOnceThroughARestartOfTheNode() throws Exception {
    int port = server.grpcPort();
    try (NodeProgram alice = example.bookSeats(port, "hamlet", "alice");
        NodeProgram bob = example.bookSeats(port, "hamlet", "bob")) {
      alice.book(seats(1, 40));
      bob.book(seats(40, 1));
      alice.awaitAnswers(40);
      bob.awaitAnswers(40);

      alice.book(seats(41, 80));
      bob.book(seats(80, 41));
      alice.awaitAnswers(1);
      server.close();
      server = serve(port);
      alice.awaitAnswers(39);
      bob.awaitAnswers(40);

      // Each is shown what the other one has stored after the restart.
      alice.book(List.of(81));
      alice.awaitAnswers(1);
      bob.book(List.of(81, 82));
      bob.awaitAnswers(2);
      alice.book(List.of(82));
      alice.awaitAnswers(1);

      List<Booking> log = log(port);
      assertThat(log).extracting(Booking::seat).containsExactlyInAnyOrderElementsOf(seats(1, 82));
      assertRight(alice.answers(), "alice", log);
      assertRight(bob.answers(), "bob", log);
      assertKeptItsState(alice.end(), "alice", log);
      assertKeptItsState(bob.end(), "bob", log);
    }
  }

  private static List<Integer> seats(int first, int last) {
    List<Integer> seats =
        new ArrayList<>(
            IntStream.rangeClosed(Math.min(first, last), Math.max(first, last)).boxed().toList());
    if (first > last) {
      Collections.reverse(seats);
    }
    return seats;
  }

  private static List<Booking> log(int port) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    List<Booking> log = new ArrayList<>();
    try {
      QueryEvents query = QueryEvents.newBuilder().setScopeId("show-hamlet").build();
      AtomicStoreGrpc.newBlockingStub(channel)
          .queryEvents(query)
          .forEachRemaining(
              page ->
                  page.getEventsList().forEach(event -> log.add(booking(event, log.size() + 1))));
    } finally {
      channel.shutdownNow();
    }
    return log;
  }

  private static Booking booking(StoredEvent event, long sequenceNr) {
    assertThat(event.getSequenceNr()).isEqualTo(sequenceNr);
    assertThat(event.getHeader().getHeader().getType()).isEqualTo("seat-booked");
    assertThat(event.getHeader().getHeader().getContentType()).isEqualTo("application/json");
    Matcher matcher = match(EVENT, event.getEvent().toStringUtf8());
    return new Booking(Integer.parseInt(matcher.group(1)), matcher.group(2));
  }

  private static Matcher match(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.matches()).as("'%s' matches %s", text, pattern).isTrue();
    return matcher;
  }

  /** Each seat that was said to be booked is in the log, there; each other one is the other's. */
  private static void assertRight(List<String> answers, String customer, List<Booking> log) {
    int booked = 0;
    for (String answer : answers) {
      Matcher taken = TAKEN.matcher(answer);
      if (taken.matches()) {
        assertThat(taken.group(2)).isNotEqualTo(customer);
        assertThat(log).contains(new Booking(Integer.parseInt(taken.group(1)), taken.group(2)));
      } else {
        Matcher matcher = match(BOOKED, answer);
        assertThat(log.get(Integer.parseInt(matcher.group(2)) - 1))
            .isEqualTo(new Booking(Integer.parseInt(matcher.group(1)), customer));
        booked++;
      }
    }
    assertThat(
            log.stream().collect(groupingBy(Booking::customer)).getOrDefault(customer, List.of()))
        .hasSize(booked);
  }

  /** It was shown what others have stored, once at most, and nothing of its own. */
  private static void assertKeptItsState(String end, String customer, List<Booking> log) {
    Matcher matcher = match(END, end);
    int shown = Integer.parseInt(matcher.group(2));
    int streams = Integer.parseInt(matcher.group(3));
    long ofOthers = log.stream().filter(event -> !event.customer().equals(customer)).count();
    assertThat(streams).isGreaterThanOrEqualTo(2);
    assertThat((long) shown).isBetween(1L, ofOthers);
  }
}
