package io.atomicstore.engine;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log and then each new one, in order and without a gap. When the reader wants more
 * than has come, the log is asked for what follows, and answers as soon as there is something; an
 * idle or slow reader costs the log nothing.
 */
final class LogSubscription<E> {

  /**
   * What a subscription needs of its surroundings.
   *
   * @param jitter gives numbers from 0 to 1, which set readers apart that fail together
   */
  record Surroundings(
      LogQueries queries,
      BooleanSupplier isStoreClosed,
      LongSupplier nanoClock,
      DoubleSupplier jitter) {}

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration ANSWER_TIMEOUT = PATIENCE.plusSeconds(5);

  private static final long PAUSE_MILLIS_MIN = 50;
  private static final long PAUSE_MILLIS_MAX = 1000;

  /** A log that has nothing new answers after the wait; one that does not wait is spared. */
  private static final long EMPTY_NANOS_MIN = Duration.ofSeconds(1).toNanos();

  /**
   * @param failures in a row, since the last answer
   */
  private record Position(long nextSequenceNr, int failures, boolean isAtEnd) {}

  private final Surroundings surroundings;
  private final ScopeId scopeId;

  private LogSubscription(Surroundings surroundings, ScopeId scopeId) {
    this.surroundings = surroundings;
    this.scopeId = scopeId;
  }

  /** The events that follow {@code afterSequenceNr}, read anew each time the source is run. */
  static <E> Source<StoredEvent<E>, NotUsed> source(
      Surroundings surroundings, ScopeId scopeId, long afterSequenceNr) {
    LogSubscription<E> subscription = new LogSubscription<>(surroundings, scopeId);
    return Source.unfoldAsync(
            new Position(afterSequenceNr + 1, 0, false), position -> subscription.next(position))
        .mapConcat(page -> page);
  }

  private CompletionStage<Optional<Pair<Position, List<StoredEvent<E>>>>> next(Position position) {
    if (position.isAtEnd()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    long askedAt = surroundings.nanoClock().getAsLong();
    return surroundings
        .queries()
        .askOnce(question(position))
        .handle((answer, failure) -> stepOf(position, askedAt, answer))
        .thenCompose(step -> step);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The log holds events of this store's class only.
  private LogQueries.Question<QueriedEvents<E>> question(Position position) {
    QueryEvents query = QueryEvents.forwards(position.nextSequenceNr()).withPatience(PATIENCE);
    return new LogQueries.Question<>(
        scopeId, query.inScope(scopeId), (Class) QueriedEvents.class, ANSWER_TIMEOUT);
  }

  private CompletionStage<Optional<Pair<Position, List<StoredEvent<E>>>>> stepOf(
      Position position, long askedAtNanos, @Nullable QueriedEvents<E> answer) {
    if (answer == null) {
      return surroundings.isStoreClosed().getAsBoolean()
          ? CompletableFuture.failedFuture(
              new LogUnavailableException(scopeId, "the store is closed"))
          : afterPause(position);
    }
    List<StoredEvent<E>> events = answer.events();
    SequenceGaps.check(scopeId, events, position.nextSequenceNr(), EventRange.Order.FORWARDS);
    long next = position.nextSequenceNr() + events.size();
    boolean isAtEnd = answer.isSealed() && next > answer.durableSequenceNr();
    long waitedNanos = surroundings.nanoClock().getAsLong() - askedAtNanos;
    if (events.isEmpty() && !isAtEnd && waitedNanos < EMPTY_NANOS_MIN) {
      return afterPause(position);
    }
    return CompletableFuture.completedFuture(
        Optional.of(Pair.create(new Position(next, 0, isAtEnd), events)));
  }

  /** No event yet; the log is asked again if the reader is still there. */
  private CompletionStage<Optional<Pair<Position, List<StoredEvent<E>>>>> afterPause(
      Position position) {
    long pauseMillis =
        Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS_MIN << Math.min(position.failures(), 10));
    long jitteredMillis =
        Math.max(
            PAUSE_MILLIS_MIN,
            Math.round(pauseMillis * (0.5 + surroundings.jitter().getAsDouble() / 2)));
    Position failed = new Position(position.nextSequenceNr(), position.failures() + 1, false);
    CompletableFuture<Optional<Pair<Position, List<StoredEvent<E>>>>> step =
        new CompletableFuture<>();
    surroundings
        .queries()
        .later(
            Duration.ofMillis(jitteredMillis),
            () -> step.complete(Optional.of(Pair.create(failed, List.of()))));
    return step;
  }
}
