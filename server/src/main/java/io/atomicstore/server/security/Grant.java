package io.atomicstore.server.security;

import io.atomicstore.core.ScopeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one token permits, in a form that is quick to ask and allocates nothing. */
final class Grant {

  static final long NEVER = Long.MAX_VALUE;

  private final String name;
  private final EnumSet<Verb> verbs;
  private final String[] prefixes;
  private final long expiresMillis;

  private Grant(String name, Set<Verb> verbs, List<String> prefixes, long expiresMillis) {
    this.name = name;
    this.verbs = EnumSet.copyOf(verbs);
    this.prefixes = prefixes.toArray(new String[0]);
    this.expiresMillis = expiresMillis;
  }

  static Grant of(AccessToken token) {
    return new Grant(token.name(), token.verbs(), token.scopePrefixes(), millis(token.expires()));
  }

  /** Permits everything, for ever. */
  static Grant ofEverything(String name) {
    return new Grant(name, Set.of(Verb.values()), List.of(""), NEVER);
  }

  private static long millis(@Nullable Instant expires) {
    return expires == null || expires.isAfter(Instant.ofEpochMilli(NEVER))
        ? NEVER
        : expires.toEpochMilli();
  }

  String name() {
    return name;
  }

  long expiresMillis() {
    return expiresMillis;
  }

  boolean has(Verb verb) {
    return verbs.contains(verb);
  }

  /** Whether the scope begins with one of its prefixes. */
  boolean covers(ScopeId scopeId) {
    for (String prefix : prefixes) {
      // Well-formed texts begin alike if their UTF-8 does.
      if (scopeId.value().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  boolean coversEverything() {
    for (String prefix : prefixes) {
      if (prefix.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  boolean coversSomething() {
    return prefixes.length > 0;
  }

  /**
   * The scopes that begin with {@code wanted} and with one of its own prefixes, as prefixes none of
   * which begins with another.
   */
  List<String> coveredWithin(String wanted) {
    List<String> within = new ArrayList<>();
    for (String prefix : prefixes) {
      if (wanted.startsWith(prefix)) {
        return List.of(wanted);
      }
      if (prefix.startsWith(wanted)) {
        within.add(prefix);
      }
    }
    return ScopePrefixes.withoutOverlap(within);
  }
}
