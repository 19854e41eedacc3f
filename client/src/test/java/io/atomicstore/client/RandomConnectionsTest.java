package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.EventIds;
import io.atomicstore.originator.OriginatorSettings;
import io.atomicstore.protocol.AtomicStoreMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients store while their connections break, their server is killed, logs fail, and messages to
 * them get lost: every submission gets one result, which is true. What threads do is not repeated
 * by a seed, but {@code -Datomicstore.connections.seed=…} repeats the faults.
 */
final class RandomConnectionsTest {

  private static final long SEED =
      Long.getLong("atomicstore.connections.seed", System.nanoTime() & 0xFFFF);
  private static final int SCOPES = 3;
  private static final int SUBMISSIONS = 600;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<StoreIfValid<String>, CompletionStage<Result<String, String, String>>> results =
      new HashMap<>();
  private final AtomicInteger completions = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {25, 100})
  void everySubmissionGetsOneResultThatIsTrue(int submissionsBetweenFaults) throws IOException {
    try (TestServer server = new TestServer(SEED)) {
      server.writeDelay(Duration.ofMillis(1));
      server.start();
      List<AtomicStoreClient> clients = new ArrayList<>();
      List<Originator<String, String, String>> originators = originators(server, clients);
      for (int i = 1; i <= SUBMISSIONS; i++) {
        submit(i, originators.get(random.nextInt(originators.size())));
        if (i % submissionsBetweenFaults == 0) {
          fail(server);
        }
        if (random.nextInt(20) == 0) {
          results.values().stream()
              .skip(results.size() / 2)
              .findFirst()
              .ifPresent(ServerAndClient::await);
        }
      }
      server.sendOnly(message -> true);
      server.takeOnly(message -> true);
      results.values().forEach(ServerAndClient::await);

      clients.forEach(AtomicStoreClient::close);

      assertThat(completions).as("seed %d", SEED).hasValue(SUBMISSIONS);
      results.forEach((submission, result) -> assertTrue(server, submission, await(result)));
      assertThat(results.values().stream().filter(result -> await(result).wasAccepted()).count())
          .as("seed %d, accepted", SEED)
          .isGreaterThan(SUBMISSIONS / 2);
    }
  }

  /** Of all kinds, over two connections, some with few states. */
  private List<Originator<String, String, String>> originators(
      TestServer server, List<AtomicStoreClient> clients) {
    List<Originator<String, String, String>> originators = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      AtomicStoreClient client =
          ServerAndClient.builder(server.address())
              .submissionTimeout(Duration.ofSeconds(60))
              .start();
      clients.add(client);
      originators.add(client.originator(EventFormat.text("text"), new TextsFold()));
      originators.add(
          client.originator(
              Formats.of(EventFormat.text("text")),
              new TextsFold(),
              OriginatorSettings.DEFAULT.withDecidesAhead(false).withStatesMax(1)));
      originators.add(
          client.originator(
              Formats.of(EventFormat.text("text")),
              new TextsFold(),
              OriginatorSettings.DEFAULT.withStatesMax(1)));
    }
    return originators;
  }

  private void submit(int nr, Originator<String, String, String> originator) {
    ScopeId scopeId = new ScopeId("scope-" + random.nextInt(SCOPES));
    List<String> texts = new ArrayList<>();
    do {
      texts.add((random.nextInt(10) == 0 ? "no-" : "") + nr + "-" + texts.size());
    } while (random.nextInt(5) == 0);
    StoreIfValid<String> submission =
        StoreIfValid.ofAll(scopeId, texts).withEventId(EventIds.next());
    CompletionStage<Result<String, String, String>> result = originator.storeIfValid(submission);
    results.put(submission, result.whenComplete((value, failure) -> completions.incrementAndGet()));
  }

  private void fail(TestServer server) throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> {
        server.kill();
        server.start();
      }
      case 1 -> server.breakStreams();
      case 2 -> server.failLogs();
      case 3 -> server.stopStreams();
      case 4 -> server.sendOnly(breakingOneIn(300, server));
      default -> server.takeOnly(breakingOneIn(300, server));
    }
  }

  /** Now and then all streams break at a message, which gets lost. */
  private Predicate<AtomicStoreMessage> breakingOneIn(int messages, TestServer server) {
    SplittableRandom breaks = random.split();
    return message -> {
      boolean isToBreak = !message.hasWelcome() && breaks.nextInt(messages) == 0;
      if (isToBreak) {
        server.run(server::breakNow);
      }
      return !isToBreak;
    };
  }

  private void assertTrue(
      TestServer server, StoreIfValid<String> submission, Result<String, String, String> result) {
    List<StoredEvent<TestEvent>> log = server.events(submission.scopeId());
    List<Long> places =
        log.stream()
            .filter(event -> event.eventId().equals(submission.eventId()))
            .map(StoredEvent::sequenceNr)
            .toList();
    if (result instanceof Result.Accepted<String, String, String> accepted) {
      assertThat(places)
          .as("seed %d, %s", SEED, result)
          .hasSize(submission.events().size())
          .startsWith(accepted.sequenceNr())
          .endsWith(accepted.lastSequenceNr());
      assertThat(accepted.meta())
          .as("seed %d, %s was decided on what precedes its last event", SEED, result)
          .isEqualTo(textsBefore(log, accepted.lastSequenceNr()));
    } else {
      assertThat(result)
          .as("seed %d", SEED)
          .isInstanceOfAny(Result.Rejected.class, Result.TimedOut.class, Result.Unavailable.class);
      assertThat(places).as("seed %d, %s", SEED, result).isEmpty();
    }
  }

  private static String textsBefore(List<StoredEvent<TestEvent>> log, long sequenceNr) {
    return String.join(
        ",",
        log.subList(0, (int) sequenceNr - 1).stream()
            .map(event -> event.event().bytes().toStringUtf8())
            .toList());
  }
}
