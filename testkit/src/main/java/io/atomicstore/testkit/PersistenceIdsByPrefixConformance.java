package io.atomicstore.testkit;

import static io.atomicstore.testkit.QueryProbe.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.atomicstore.journal.PersistenceIdsByPrefixQuery;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the list of logs by name of every journal keeps. Each test has a store of its own, empty at
 * first.
 */
public abstract class PersistenceIdsByPrefixConformance {

  private static final Comparator<String> BYTES =
      (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

  private ActorSystem system;
  private PersistenceIdsByPrefixQuery queries;

  /** A configuration whose default journal writes to an empty store, a new one at each call. */
  protected abstract Config config();

  /** The queries over what the journal of {@code system} writes. */
  protected abstract PersistenceIdsByPrefixQuery queries(ActorSystem system);

  @BeforeEach
  final void start() {
    system = ActorSystem.create("logs-by-name", config());
    queries = queries(system);
  }

  @AfterEach
  final void stop() {
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  public void listsNothingInAnEmptyStore() {
    assertThat(list("", "", 10)).isEmpty();
    assertThat(list("lot", "lot-1", 10)).isEmpty();
  }

  @Test
  public void listsLogsInTheOrderOfTheirBytesWhateverTheirLength() {
    String longest = "a" + "ы".repeat(127);
    // In UTF-16 the surrogates of the clock come before the fullwidth tilde, in bytes behind it.
    store("b", "a", longest, "a|", "a|b", "ab", "лот", "ло", "\uFF5E", "🕰", "Лот 3/ü|%", "a b");

    assertThat(list("", "", 100))
        .containsExactly(
            "a", "a b", "ab", "a|", "a|b", longest, "b", "Лот 3/ü|%", "ло", "лот", "\uFF5E", "🕰");
  }

  @Test
  public void listsOnlyLogsThatBeginWithThePrefix() {
    store("lot", "lot-1", "lot-10", "lot-2", "lo", "los", "lou", "Lot-1", "a", "лот-1", "лот-22");

    assertThat(list("lot", "", 100)).containsExactly("lot", "lot-1", "lot-10", "lot-2");
    assertThat(list("lot-1", "", 100)).containsExactly("lot-1", "lot-10");
    assertThat(list("лот", "", 100)).containsExactly("лот-1", "лот-22");
    assertThat(list("lot-3", "", 100)).isEmpty();
    assertThat(list("x".repeat(70_000), "", 100)).isEmpty();
  }

  @Test
  public void goesOnBehindAnIdWhetherOrNotThereIsSuchALog() {
    store("lot-1", "lot-10", "lot-2", "lot-20", "lou");

    assertThat(list("lot-", "lot-1", 100)).containsExactly("lot-10", "lot-2", "lot-20");
    assertThat(list("lot-", "lot-15", 100)).containsExactly("lot-2", "lot-20");
    assertThat(list("lot-", "lot-2" + "\u0000".repeat(9), 100)).containsExactly("lot-20");
    assertThat(list("lot-", "a", 100)).containsExactly("lot-1", "lot-10", "lot-2", "lot-20");
    assertThat(list("lot-", "lo", 100)).containsExactly("lot-1", "lot-10", "lot-2", "lot-20");
    assertThat(list("lot-", "lot-20", 100)).isEmpty();
    assertThat(list("lot-", "lou", 100)).isEmpty();
    assertThat(list("lot-", "z".repeat(70_000), 100)).isEmpty();
  }

  @Test
  public void givesTheFirstOnesUpToItsBound() {
    store("c", "bb", "b", "a");

    assertThat(list("", "", 3)).containsExactly("a", "b", "bb");
    assertThat(list("", "", 1)).containsExactly("a");
    assertThat(list("", "", Integer.MAX_VALUE)).containsExactly("a", "b", "bb", "c");
  }

  @Test
  public void listsALogOnceHoweverManyEventsItHas() {
    await(writer("lot-1").store("a", "b", "c"));
    await(writer("lot-2").store("d", "e"));

    assertThat(list("", "", 100)).containsExactly("lot-1", "lot-2");
  }

  @Test
  public void listsALogAsLongAsItHasAnEvent() {
    EventWriter cut = writer("cut");
    await(cut.store("a", "b"));
    EventWriter gone = writer("gone");
    await(gone.store("a", "b"));

    await(cut.deleteUpTo(1));
    await(gone.deleteUpTo(2));

    assertThat(list("", "", 100)).containsExactly("cut");
    await(gone.store("again"));
    assertThat(list("", "", 100)).containsExactly("cut", "gone");
  }

  @Test
  public void refusesABoundThatIsNoneAndTextsThatHaveNoBytes() {
    assertThatThrownBy(() -> queries.persistenceIdsByPrefix("", "", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, found 0");
    assertThatThrownBy(() -> queries.persistenceIdsByPrefix("\uD800", "", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix must be well-formed UTF-8");
    assertThatThrownBy(() -> queries.persistenceIdsByPrefix("", "\uDC00", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after must be well-formed UTF-8");
  }

  /** Pages through logs with random names; the seed is the parameter. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  public void listsWhatAModelLists(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<String> model = new TreeSet<>(BYTES);
    Map<String, EventWriter> writers = new HashMap<>();
    for (int i = 0; i < 150; i++) {
      writers.computeIfAbsent(randomId(random), this::writer);
    }
    model.addAll(writers.keySet());
    writers.values().stream()
        .map(writer -> writer.store("a", "b"))
        .toList()
        .forEach(QueryProbe::await);
    writers.forEach(
        (id, writer) -> {
          if (random.nextInt(5) == 0) {
            await(writer.deleteUpTo(2));
            model.remove(id);
          }
        });

    for (int i = 0; i < 100; i++) {
      String prefix = random.nextInt(4) == 0 ? "" : randomId(random);
      String after = random.nextInt(4) == 0 ? "" : randomId(random);
      int max = 1 + random.nextInt(20);
      assertThat(list(prefix, after, max))
          .as("'%s' after '%s', seed %d", prefix, after, seed)
          .isEqualTo(
              model.tailSet(after, false).stream()
                  .filter(id -> id.startsWith(prefix))
                  .limit(max)
                  .toList());
    }
  }

  private static String randomId(SplittableRandom random) {
    String[] letters = {"a", "b", "|", "л", "🕰"};
    StringBuilder id = new StringBuilder();
    int length = 1 + random.nextInt(5);
    for (int i = 0; i < length; i++) {
      id.append(letters[random.nextInt(letters.length)]);
    }
    return id.toString();
  }

  private List<String> list(String prefix, String after, int max) {
    return await(queries.persistenceIdsByPrefix(prefix, after, max));
  }

  private void store(String... persistenceIds) {
    for (String persistenceId : persistenceIds) {
      await(writer(persistenceId).store("an event"));
    }
  }

  private EventWriter writer(String persistenceId) {
    return EventWriter.of(system, persistenceId);
  }
}
