package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the scope that a message is for, and turns scopes into actor names. */
final class Scopes<E> {

  private final Class<E> eventClass;
  private final Scoped<E> scoped;

  Scopes(StoreSettings<E, ?> settings) {
    this.eventClass = settings.eventClass();
    this.scoped = settings.scoped();
  }

  /**
   * The scope of a message to a log; null if it is not for a log. In an envelope, a message that
   * names its own scope goes there, whatever the envelope says.
   *
   * @throws RuntimeException if the event is not of the store's class, or has no valid scope
   */
  @Nullable ScopeId scopeOf(Object message) {
    if (message instanceof StoreIfValid<?> submission) {
      return scopeOfEvents(submission.events());
    } else if (message instanceof ValidationResponse<?, ?> response) {
      return response.scopeId();
    } else if (message instanceof GetPastEvents get) {
      return get.scopeId();
    } else if (message instanceof Envelope envelope) {
      Object inner = unwrap(envelope);
      return namesNoScope(inner) ? envelope.scopeId() : scopeOf(inner);
    }
    return null;
  }

  /** Whether a message is one of those that logs take. */
  static boolean isForLog(Object message) {
    return message instanceof StoreIfValid
        || message instanceof ValidationResponse
        || message instanceof GetPastEvents
        || namesNoScope(message);
  }

  /** Whether a message to a log needs an envelope to be delivered. */
  static boolean namesNoScope(Object message) {
    return message instanceof QueryEvents || message instanceof GetResult;
  }

  /**
   * The one scope of events that are submitted together.
   *
   * @throws RuntimeException if an event is not of the store's class, or has no valid scope, or
   *     another one than the first
   */
  ScopeId scopeOfEvents(List<?> events) {
    ScopeId scopeId = scopeOfEvent(events.get(0));
    for (int i = 1; i < events.size(); i++) {
      ScopeId other = scopeOfEvent(events.get(i));
      if (!other.equals(scopeId)) {
        throw new IllegalArgumentException(
            "expected all events of a submission in scope '"
                + scopeId
                + "', found one in scope '"
                + other
                + "'");
      }
    }
    return scopeId;
  }

  /**
   * The scope of an event.
   *
   * @throws RuntimeException if the event is not of the store's class, or has no valid scope
   */
  ScopeId scopeOfEvent(Object event) {
    if (!eventClass.isInstance(event)) {
      throw new IllegalArgumentException(
          "expected an event of " + eventClass + ", found " + event.getClass());
    }
    ScopeId scopeId;
    try {
      scopeId = scoped.scopeOf(eventClass.cast(event));
    } catch (AssertionError | LinkageError | StackOverflowError e) {
      // An error here would end the receptionist, and with it every other scope's log.
      throw new IllegalStateException("the scope of the event could not be told: " + e, e);
    }
    if (scopeId == null) {
      throw new NullPointerException("the scope of the event is null");
    }
    return scopeId;
  }

  /** The message without its envelopes. */
  static Object unwrap(Object message) {
    Object inner = message;
    while (inner instanceof Envelope envelope) {
      inner = envelope.message();
    }
    return inner;
  }

  /** An actor name for any scope. */
  static String toName(ScopeId scopeId) {
    return URLEncoder.encode(scopeId.value(), StandardCharsets.UTF_8);
  }

  static ScopeId fromName(String name) {
    return new ScopeId(URLDecoder.decode(name, StandardCharsets.UTF_8));
  }
}
