package io.atomicstore.engine;

import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Some events of a log, page by page: the next page is asked for when the reader has taken the one
 * before, so that one is in memory at a time. Reading forwards ends with the last event that was
 * durable when the first page came.
 */
final class EventPages<E> {

  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);
  private static final long NOT_KNOWN = -1;

  /**
   * @param nextSequenceNr of the next event to read
   * @param endSequenceNr of the last one
   * @param left how many events may be read yet
   */
  private record Position(long nextSequenceNr, long endSequenceNr, long left) {}

  private final LogQueries queries;
  private final ScopeId scopeId;
  private final EventRange range;
  private final boolean isForwards;

  private EventPages(LogQueries queries, ScopeId scopeId, EventRange range) {
    this.queries = queries;
    this.scopeId = scopeId;
    this.range = range;
    this.isForwards = range.order() == EventRange.Order.FORWARDS;
  }

  /** The events, read anew each time the source is run. */
  static <E> Source<StoredEvent<E>, NotUsed> source(
      LogQueries queries, ScopeId scopeId, EventRange range) {
    EventPages<E> pages = new EventPages<>(queries, scopeId, range);
    Position start =
        new Position(range.fromSequenceNr(), pages.isForwards ? NOT_KNOWN : 1, range.eventsMax());
    return Source.unfoldAsync(start, pages::next).mapConcat(page -> page);
  }

  private CompletionStage<Optional<Pair<Position, List<StoredEvent<E>>>>> next(Position position) {
    if (isAtEnd(position)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return queries.ask(question(position)).thenApply(answer -> Optional.of(take(position, answer)));
  }

  private boolean isAtEnd(Position position) {
    return position.left() == 0
        || (position.endSequenceNr() != NOT_KNOWN
            && isBehind(position.nextSequenceNr(), position.endSequenceNr()));
  }

  private boolean isBehind(long sequenceNr, long endSequenceNr) {
    return isForwards ? sequenceNr > endSequenceNr : sequenceNr < endSequenceNr;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The log holds events of this store's class only.
  private LogQueries.Question<QueriedEvents<E>> question(Position position) {
    long next = position.nextSequenceNr();
    long eventsMax = position.left();
    if (isForwards && position.endSequenceNr() != NOT_KNOWN) {
      eventsMax = Math.min(eventsMax, position.endSequenceNr() - next + 1);
    }
    QueryEvents query =
        new QueryEvents(
            next, range.order(), (int) Math.min(eventsMax, Integer.MAX_VALUE), Duration.ZERO);
    return new LogQueries.Question<>(
        scopeId, query.inScope(scopeId), (Class) QueriedEvents.class, QUERY_TIMEOUT);
  }

  private Pair<Position, List<StoredEvent<E>>> take(Position position, QueriedEvents<E> answer) {
    List<StoredEvent<E>> events = answer.events();
    long first = firstOf(position, answer);
    SequenceGaps.check(scopeId, events, first, range.order());
    long end = position.endSequenceNr();
    if (events.isEmpty()) {
      if (end != NOT_KNOWN && !isBehind(first, end)) {
        throw SequenceGaps.gap(scopeId, first, "none");
      }
      return Pair.create(new Position(first, end, 0), events);
    }
    end = end == NOT_KNOWN ? answer.durableSequenceNr() : end;
    long eventsMax = isForwards ? Math.min(position.left(), end - first + 1) : position.left();
    List<StoredEvent<E>> page =
        events.size() <= eventsMax ? events : events.subList(0, (int) eventsMax);
    long next = isForwards ? first + page.size() : first - page.size();
    return Pair.create(new Position(next, end, position.left() - page.size()), page);
  }

  /**
   * The sequence number that the page has to begin with. Backwards from behind the end of the log,
   * that is the end when the log looked, which may have moved since.
   */
  private long firstOf(Position position, QueriedEvents<E> answer) {
    long next = position.nextSequenceNr();
    if (isForwards || next < range.fromSequenceNr()) {
      return next;
    }
    return answer.events().isEmpty() ? 0 : Math.min(next, answer.events().get(0).sequenceNr());
  }
}
