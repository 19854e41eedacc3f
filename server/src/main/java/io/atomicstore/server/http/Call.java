package io.atomicstore.server.http;

import io.atomicstore.core.EventId;
import io.atomicstore.core.ScopeId;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessDenied;
import io.atomicstore.server.security.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in. What it should say and does not is a {@link ProblemException}.
 *
 * @param path the named segments of the path
 * @param access what whoever sent it may do; null where anybody is let in
 */
record Call(
    HttpRequest request,
    Map<String, String> path,
    Map<String, String> query,
    @Nullable Access access) {

  static final String SCOPE = "scope";
  static final String SEQUENCE_NR = "sequenceNr";
  static final String EVENT_ID = "eventId";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** A whole number of the request, and what it may be. */
  record Bounds(long min, long max) {}

  static final Bounds SEQUENCE_NRS = new Bounds(1, Long.MAX_VALUE);

  ScopeId scopeId() {
    return new ScopeId(Objects.requireNonNull(path.get(SCOPE)));
  }

  EventId eventId() {
    return EventId.parse(Objects.requireNonNull(path.get(EVENT_ID)));
  }

  long sequenceNr() {
    return number(SEQUENCE_NR, Objects.requireNonNull(path.get(SEQUENCE_NR)), SEQUENCE_NRS);
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  String parameterOr(String name, String otherwise) {
    return query.getOrDefault(name, otherwise);
  }

  long numberOr(String name, Bounds bounds, long otherwise) {
    String value = query.get(name);
    return value == null ? otherwise : number("query parameter '" + name + "'", value, bounds);
  }

  /** Reads a number that the request names so. */
  static long number(String name, String value, Bounds bounds) {
    long number = NUMBER.matcher(value).matches() ? Long.parseLong(value) : -1;
    if (number < bounds.min() || number > bounds.max()) {
      String range =
          bounds.max() == Long.MAX_VALUE
              ? bounds.min() + " or more"
              : bounds.min() + " to " + bounds.max();
      throw Problem.badRequest(
              name + " must be a whole number, " + range + ", found '" + value + "'")
          .asException();
    }
    return number;
  }

  /** The value of a header, by its name in lower case; null if there is none. */
  @Nullable String header(String name) {
    return header(request, name);
  }

  static @Nullable String header(HttpRequest request, String name) {
    List<String> values = headers(request, name);
    if (values.size() > 1) {
      throw Problem.badRequest("header '" + name + "' must be given once, found " + values.size())
          .asException();
    }
    return values.isEmpty() ? null : values.get(0);
  }

  static List<String> headers(HttpRequest request, String name) {
    List<String> values = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.lowercaseName().equals(name)) {
        values.add(header.value());
      }
    }
    return values;
  }

  Access admitted() {
    return Objects.requireNonNull(access);
  }

  /** Goes no further unless that may be done in that scope. */
  void require(Verb verb, ScopeId scopeId) {
    AccessDenied denial = admitted().denial(verb, scopeId);
    if (denial != null) {
      throw Denials.problem(denial).asException();
    }
  }

  /** Goes no further unless there are scopes where that may be done. */
  void require(Verb verb) {
    AccessDenied denial = admitted().denial(verb);
    if (denial != null) {
      throw Denials.problem(denial).asException();
    }
  }
}
