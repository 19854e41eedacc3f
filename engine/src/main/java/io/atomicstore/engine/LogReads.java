package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Source;

/** What can be read from the logs of a store. */
final class LogReads<E> {

  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);

  private final StoreParts<E, ?> parts;
  private final LogQueries queries;
  private final LogSubscription.Surroundings subscriptions;

  LogReads(StoreParts<E, ?> parts, BooleanSupplier isStoreClosed) {
    this.parts = parts;
    this.queries = new LogQueries(parts.system(), parts.receptionist());
    this.subscriptions =
        new LogSubscription.Surroundings(
            queries,
            isStoreClosed,
            parts.settings().nanoClock(),
            () -> ThreadLocalRandom.current().nextDouble());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Reasons and metas are the application's own.
  <R> CompletionStage<RecordedResult<R, Object>> result(ScopeId scopeId, EventId eventId) {
    CompletableFuture<RecordedResult<R, Object>> result = new CompletableFuture<>();
    queries
        .ask(
            new LogQueries.Question<GotResult<R, Object>>(
                scopeId,
                new GetResult(eventId).inScope(scopeId),
                (Class) GotResult.class,
                QUERY_TIMEOUT))
        .whenComplete(
            (got, failure) -> {
              if (failure == null) {
                result.complete(got.result());
              } else {
                result.completeExceptionally(failure);
              }
            });
    return result;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The events of the page are not looked at.
  CompletionStage<LogEnd> logEnd(ScopeId scopeId) {
    Object lastEvent = QueryEvents.backwards(Long.MAX_VALUE).withEventsMax(1).inScope(scopeId);
    return queries
        .ask(
            new LogQueries.Question<QueriedEvents<E>>(
                scopeId, lastEvent, (Class) QueriedEvents.class, QUERY_TIMEOUT))
        .thenApply(answer -> new LogEnd(scopeId, answer.durableSequenceNr(), answer.isSealed()));
  }

  Source<StoredEvent<E>, NotUsed> events(ScopeId scopeId, EventRange range) {
    return unwrapped(EventPages.source(queries, scopeId, range));
  }

  Source<StoredEvent<E>, NotUsed> subscribe(ScopeId scopeId, long afterSequenceNr) {
    return unwrapped(LogSubscription.source(subscriptions, scopeId, afterSequenceNr));
  }

  /** A source that fails with what a page failed with, not with what a stage made of it. */
  private static <T> Source<T, NotUsed> unwrapped(Source<T, NotUsed> pages) {
    return pages.mapError(
        CompletionException.class,
        failure -> failure.getCause() == null ? failure : failure.getCause());
  }

  AllSubscription<E, ?> all() {
    return new AllSubscription<>(parts.system(), parts.settings());
  }

  ScopePages scopes() {
    return new ScopePages(parts.system(), parts.settings());
  }

  CompletionStage<Set<ScopeId>> liveScopes() {
    return Patterns.ask(parts.receptionist(), new GetLiveLogScopes(), QUERY_TIMEOUT)
        .thenApply(answer -> ((LiveLogScopes) answer).scopeIds());
  }
}
