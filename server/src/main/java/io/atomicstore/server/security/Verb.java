package io.atomicstore.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a token may permit. */
public enum Verb {
  /** Queries, subscriptions, lists of scopes. */
  READ,
  /** Submitting events, validating them oneself, and asking for their results. */
  ORIGINATE,
  /** Validating the events that others delegate. */
  VALIDATE,
  /** Administration of the node: backups, verification. */
  ADMINISTER;

  /** As token files and the command line have it: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #text()} back.
   *
   * @throws IllegalArgumentException naming all verbs if it is none
   */
  public static Verb parse(String text) {
    for (Verb verb : values()) {
      if (verb.text().equals(text)) {
        return verb;
      }
    }
    throw new IllegalArgumentException("expected a verb, " + all() + ", found '" + text + "'");
  }

  private static String all() {
    return Arrays.stream(values()).map(Verb::text).collect(Collectors.joining(", "));
  }
}
