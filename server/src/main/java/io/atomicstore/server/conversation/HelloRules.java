package io.atomicstore.server.conversation;

import io.atomicstore.protocol.Hello;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.Verb;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Hello} may say. */
final class HelloRules {

  private static final int NAME_BYTES_MAX = 200;
  private static final long HEARTBEAT_MILLIS_MIN = 100;
  private static final long HEARTBEAT_MILLIS_MAX = Duration.ofHours(1).toMillis();
  private static final int PREFIXES_MAX = 1_000;

  private HelloRules() {}

  /** What is wrong with it; null if nothing is. */
  static @Nullable String faultOf(Hello hello) {
    int nameBytes = hello.getName().getBytes(StandardCharsets.UTF_8).length;
    long millis = hello.getHeartbeatIntervalMillis();
    int prefixes = hello.getValidates().getScopePrefixesCount();
    if (nameBytes > NAME_BYTES_MAX) {
      return "name may have at most " + NAME_BYTES_MAX + " bytes, found " + nameBytes;
    } else if (millis != 0 && (millis < HEARTBEAT_MILLIS_MIN || millis > HEARTBEAT_MILLIS_MAX)) {
      return "heartbeat_interval_millis must be 0 or "
          + HEARTBEAT_MILLIS_MIN
          + " to "
          + HEARTBEAT_MILLIS_MAX
          + ", found "
          + millis;
    } else if (hello.hasValidates() && (prefixes < 1 || prefixes > PREFIXES_MAX)) {
      return "validates needs 1 to " + PREFIXES_MAX + " scope_prefixes, found " + prefixes;
    }
    return null;
  }

  /** What it wants and may not have; null if nothing. */
  static @Nullable String missingAccess(Hello hello, Access access) {
    for (String prefix : hello.getValidates().getScopePrefixesList()) {
      if (!access.prefixesWithin(Verb.VALIDATE, prefix).equals(List.of(prefix))) {
        return "the access token does not permit to validate all scopes that begin with '"
            + prefix
            + "'";
      }
    }
    return null;
  }
}
