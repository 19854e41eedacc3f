package io.atomicstore.server.conversation;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.engine.ValidationResponse;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The validations that one stream was asked for and has not answered: one for each scope at most,
 * as of logs. Only who was asked may answer. Usable from any thread.
 */
final class StreamValidations {

  /** A peer that asks for a page again before that is not heard: the first one is on its way. */
  private static final long PAGE_NANOS_MIN = Duration.ofMillis(500).toNanos();

  /**
   * One validation.
   *
   * @param log the one that asks
   */
  private record Asked(ValidationToken token, EventId eventId, ActorRef log, PageFetch fetch) {}

  private static final class PageFetch {
    private boolean isUnderWay;
    private long startedAtNanos;

    synchronized boolean start(long nowNanos) {
      if (isUnderWay && nowNanos - startedAtNanos < PAGE_NANOS_MIN) {
        return false;
      }
      isUnderWay = true;
      startedAtNanos = nowNanos;
      return true;
    }

    synchronized void end() {
      isUnderWay = false;
    }
  }

  private final ConcurrentMap<ScopeId, Asked> asked = new ConcurrentHashMap<>();

  /** The log asks; what it asked before is over. */
  void add(io.atomicstore.engine.ValidationRequest<?> request, ActorRef log) {
    asked.put(
        request.scopeId(),
        new Asked(request.token(), request.prospectiveEvent().eventId(), log, new PageFetch()));
  }

  /** Returns the log to answer, once; null if it did not ask, or was answered. */
  @Nullable ActorRef answer(ScopeId scopeId, ValidationToken token) {
    Asked found = asked.get(scopeId);
    return found != null && found.token().equals(token) && asked.remove(scopeId, found)
        ? found.log()
        : null;
  }

  /** Returns the log that asked; null if it did not, or was answered. */
  @Nullable ActorRef find(ScopeId scopeId, ValidationToken token) {
    Asked found = asked.get(scopeId);
    return found != null && found.token().equals(token) ? found.log() : null;
  }

  /** Whether a page may be asked for now: one after the other. */
  boolean startPage(ScopeId scopeId, long nowNanos) {
    Asked found = asked.get(scopeId);
    return found != null && found.fetch().start(nowNanos);
  }

  void pageArrived(ScopeId scopeId) {
    Asked found = asked.get(scopeId);
    if (found != null) {
      found.fetch().end();
    }
  }

  /** Gives each validation to {@code answer}, which answers it; it is over then. */
  void answerAll(BiConsumer<ValidationResponse<?, ?>, ActorRef> answer, Decision<?, ?> decision) {
    asked.forEach(
        (scopeId, found) -> {
          if (asked.remove(scopeId, found)) {
            answer.accept(new ValidationResponse<>(scopeId, found.token(), decision), found.log());
          }
        });
  }

  /** The submission has its result: its validation is over, if there was one. */
  void ended(ScopeId scopeId, EventId eventId) {
    Asked found = asked.get(scopeId);
    if (found != null && found.eventId().equals(eventId)) {
      asked.remove(scopeId, found);
    }
  }
}
