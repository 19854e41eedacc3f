package io.atomicstore.server.security;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A token file of a test, with a clock that stands until it is moved. */
final class TestTokens {

  static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  final MovedClock clock = new MovedClock();
  final Path path;
  final TokenFile file;

  TestTokens(Path directory) {
    this.path = directory.resolve("tokens");
    this.file = new TokenFile(path, clock, new Random(42));
  }

  /** The secret of a new token that never expires. */
  String create(String name, Set<Verb> verbs, String... prefixes) {
    return file.create(new TokenRequest(name, verbs, List.of(prefixes), null)).secret();
  }

  String createExpiring(String name, @Nullable Instant expires) {
    return file.create(new TokenRequest(name, Set.of(Verb.READ), List.of(""), expires)).secret();
  }

  AccessControl control() {
    return AccessControl.byTokens(path, clock);
  }

  static final class MovedClock extends Clock {
    private final AtomicLong millis = new AtomicLong(START.toEpochMilli());

    void advance(Duration duration) {
      millis.addAndGet(duration.toMillis());
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long millis() {
      return millis.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for another zone");
    }
  }
}
