package io.atomicstore.server.conversation;

import io.atomicstore.core.ScopeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** The streams that validate for others, and for which scopes. */
final class Validators {

  private final Map<ActorRef, List<String>> prefixes = new LinkedHashMap<>();

  void add(ActorRef validator, List<String> scopePrefixes) {
    prefixes.put(validator, scopePrefixes);
  }

  void remove(ActorRef validator) {
    prefixes.remove(validator);
  }

  /**
   * One of those with the longest prefix of the scope; for one scope the same one until another
   * comes or goes. Null if there is none.
   */
  @Nullable ActorRef find(ScopeId scopeId) {
    List<ActorRef> best = new ArrayList<>();
    int longest = -1;
    for (Map.Entry<ActorRef, List<String>> validator : prefixes.entrySet()) {
      int length = longestPrefix(scopeId.value(), validator.getValue());
      if (length > longest) {
        best.clear();
        longest = length;
      }
      if (length >= 0 && length == longest) {
        best.add(validator.getKey());
      }
    }
    return best.isEmpty() ? null : best.get(Math.floorMod(scopeId.hashCode(), best.size()));
  }

  /** -1 if none is a prefix. */
  private static int longestPrefix(String scope, List<String> prefixes) {
    int longest = -1;
    for (String prefix : prefixes) {
      if (prefix.length() > longest && scope.startsWith(prefix)) {
        longest = prefix.length();
      }
    }
    return longest;
  }
}
