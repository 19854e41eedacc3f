package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sets of scopes, each by what its scopes begin with. */
final class ScopePrefixes {

  private ScopePrefixes() {}

  /** The same scopes, each in one set only, in the order of the bytes of their UTF-8. */
  static List<String> withoutOverlap(List<String> prefixes) {
    List<String> inOrder = new ArrayList<>(prefixes);
    inOrder.sort(
        (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));
    List<String> apart = new ArrayList<>();
    for (String prefix : inOrder) {
      // In this order a prefix comes right before those that begin with it.
      if (apart.isEmpty() || !prefix.startsWith(apart.get(apart.size() - 1))) {
        apart.add(prefix);
      }
    }
    return List.copyOf(apart);
  }
}
