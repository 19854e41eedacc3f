package io.atomicstore.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.ScopeId;
import io.atomicstore.server.security.AccessDenied.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AccessControlTest {

  private static final ScopeId LOT = new ScopeId("lot-17");

  @TempDir private Path directory;
  private TestTokens tokens;

  @BeforeEach
  void makeTokens() {
    tokens = new TestTokens(directory);
    tokens.create("unused", EnumSet.allOf(Verb.class), "");
  }

  private Admittance admit(@Nullable String authorization) {
    return tokens.control().admit(authorization);
  }

  private Access access(String secret) {
    return (Access) admit("Bearer " + secret);
  }

  private static @Nullable Kind kind(Admittance admittance) {
    return admittance instanceof AccessDenied denied ? denied.kind() : null;
  }

  @Test
  void admitsAnybodyToEverythingWithoutATokenFile() {
    AccessControl control = AccessControl.ofAnybody();

    for (String authorization : Arrays.asList(null, "", "Bearer ast_wrong", "Basic x")) {
      Access access = (Access) control.admit(authorization);
      for (Verb verb : Verb.values()) {
        assertThat(access.permits(verb, LOT)).isTrue();
        assertThat(access.permitsEverything(verb)).isTrue();
        assertThat(access.denial(verb, LOT)).isNull();
        assertThat(access.denialOfEverything(verb)).isNull();
        assertThat(access.prefixesWithin(verb, "lot")).containsExactly("lot");
      }
      assertThat(access.ended()).isNull();
      assertThat(access.tokenName()).isEqualTo("anybody");
    }
  }

  @Test
  void admitsNobodyWithoutAGoodToken() {
    String good = tokens.create("good", Set.of(Verb.READ), "");
    String typo = good.substring(0, 20) + (good.charAt(20) == 'x' ? 'y' : 'x') + good.substring(21);
    String unknown = TokenText.create(new java.util.Random(7));

    assertThat(kind(admit(null))).isEqualTo(Kind.MISSING);
    assertThat(kind(admit("  "))).isEqualTo(Kind.MISSING);
    assertThat(kind(admit("Basic dXNlcjpwYXNz"))).isEqualTo(Kind.MALFORMED);
    assertThat(kind(admit(good))).isEqualTo(Kind.MALFORMED);
    assertThat(kind(admit("Bearer"))).isEqualTo(Kind.MALFORMED);
    assertThat(kind(admit("Bearer "))).isEqualTo(Kind.MALFORMED);
    assertThat(kind(admit("Bearer " + typo))).isEqualTo(Kind.MALFORMED);
    assertThat(kind(admit("Bearer " + good + " " + good))).isEqualTo(Kind.MALFORMED);
    assertThat(kind(admit("Bearer " + unknown))).isEqualTo(Kind.UNKNOWN);
    assertThat(admit("Bearer " + good)).isInstanceOf(Access.class);
    assertThat(admit("bearer   " + good + " ")).isInstanceOf(Access.class);
  }

  @Test
  void repeatsNoTokenToThePeerOrTheLog() {
    String good = tokens.create("good", Set.of(Verb.READ), "");
    tokens.file.revoke("good");

    AccessDenied unknown = (AccessDenied) admit("Bearer " + good);
    AccessDenied malformed = (AccessDenied) admit("Bearer " + good + "x");

    assertThat(unknown.toString()).doesNotContain(good.substring(4, 12));
    assertThat(malformed.toString()).doesNotContain(good.substring(4, 12));
    assertThat(unknown.kind().isAuthenticated()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void permitsTheVerbsOfTheTokenAndNoOther(Verb permitted) {
    Access access = access(tokens.create("one-verb", Set.of(permitted), ""));

    for (Verb verb : Verb.values()) {
      assertThat(access.permits(verb, LOT)).isEqualTo(verb == permitted);
      assertThat(access.permitsEverything(verb)).isEqualTo(verb == permitted);
      assertThat(access.prefixesWithin(verb, "").isEmpty()).isEqualTo(verb != permitted);
      if (verb == permitted) {
        assertThat(access.denial(verb, LOT)).isNull();
        assertThat(access.denial(verb)).isNull();
        assertThat(access.denialOfEverything(verb)).isNull();
      } else {
        assertThat(access.denial(verb, LOT))
            .isEqualTo(
                new AccessDenied(
                    Kind.FORBIDDEN,
                    "the access token does not permit to " + verb.text(),
                    "one-verb"));
        assertThat(access.denialOfEverything(verb)).isEqualTo(access.denial(verb, LOT));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "none",
      value = {
        // prefixes of the token, by commas; scope; whether it is permitted
        "none; lot-17; false",
        "''; lot-17; true",
        "lot-; lot-17; true",
        "lot-17; lot-17; true",
        "lot-171; lot-17; false",
        "lot-18,lot-1; lot-17; true",
        "Lot-; lot-17; false",
        "lot-; lot; false",
        "лот; лот 1; true",
        "ло; лот 1; true",
        "лто; лот 1; false",
        "a|; a|b; true",
        "a|; a; false",
        "🕰; 🕰1; true",
        "🕰; 🕱1; false"
      })
  void permitsScopesByTheirBeginning(@Nullable String prefixes, String scope, boolean isPermitted) {
    String[] all = prefixes == null ? new String[0] : prefixes.split(",", -1);
    Access access = access(tokens.create("some", EnumSet.allOf(Verb.class), all));

    for (Verb verb : Verb.values()) {
      assertThat(access.permits(verb, new ScopeId(scope))).isEqualTo(isPermitted);
      AccessDenied denial = access.denial(verb, new ScopeId(scope));
      assertThat(denial == null).isEqualTo(isPermitted);
      assertThat(denial == null || denial.kind() == Kind.FORBIDDEN).isTrue();
      assertThat(access.permitsEverything(verb)).isEqualTo("".equals(prefixes));
      assertThat(access.denialOfEverything(verb) == null).isEqualTo("".equals(prefixes));
    }
  }

  @Test
  void namesThePartOfAListThatIsPermitted() {
    Access access =
        access(
            tokens.create("some", Set.of(Verb.READ), "lot-2", "lot-1", "lot-17", "b", "a|", "ы"));

    assertThat(access.prefixesWithin(Verb.READ, ""))
        .containsExactly("a|", "b", "lot-1", "lot-2", "ы");
    assertThat(access.prefixesWithin(Verb.READ, "lot")).containsExactly("lot-1", "lot-2");
    assertThat(access.prefixesWithin(Verb.READ, "lot-1")).containsExactly("lot-1");
    assertThat(access.prefixesWithin(Verb.READ, "lot-175")).containsExactly("lot-175");
    assertThat(access.prefixesWithin(Verb.READ, "lot-3")).isEmpty();
    assertThat(access.prefixesWithin(Verb.ORIGINATE, "")).isEmpty();
  }

  @Test
  void ordersPrefixesByTheirBytes() {
    assertThat(ScopePrefixes.withoutOverlap(List.of("🕰", "\uFF5E", "z", "🕰1", "z")))
        .containsExactly("z", "\uFF5E", "🕰");
  }

  @Test
  void endsWithItsTokensTime() {
    String secret = tokens.createExpiring("short", TestTokens.START.plusSeconds(10));
    AccessControl control = tokens.control();
    Access open = (Access) control.admit("Bearer " + secret);

    tokens.clock.advance(Duration.ofMillis(9_999));
    boolean wasPermitted = open.permits(Verb.READ, LOT);
    tokens.clock.advance(Duration.ofMillis(1));

    assertThat(wasPermitted).isTrue();
    assertDenied(open, Kind.EXPIRED);
    assertThat(control.admit("Bearer " + secret))
        .isEqualTo(
            new AccessDenied(
                Kind.EXPIRED, "the access token expired at 2026-01-31T12:00:10Z", "short"));
  }

  @Test
  void endsWhenItsTokenIsRevoked() {
    String secret = tokens.create("some", Set.of(Verb.READ), "");
    AccessControl control = tokens.control();
    Access open = (Access) control.admit("Bearer " + secret);

    tokens.file.revoke("some");
    boolean wasPermittedBefore = open.permits(Verb.READ, LOT);
    control.reload();

    assertThat(wasPermittedBefore).isTrue();
    assertDenied(open, Kind.REVOKED);
    assertThat(kind(control.admit("Bearer " + secret))).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void allocatesNothingToSayYes() {
    Access access = access(tokens.createExpiring("some", TestTokens.START.plusSeconds(60)));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    int questions = 100_000;
    long yeses = 0;

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < questions; i++) {
      yeses += access.permits(Verb.READ, LOT) ? 1 : 0;
      yeses += access.denial(Verb.READ, LOT) == null ? 1 : 0;
      yeses += access.ended() == null ? 1 : 0;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(yeses).isEqualTo(3L * questions);
    assertThat(allocated).isLessThan(questions);
  }

  @Test
  void changesWithItsToken() {
    String secret = tokens.create("some", Set.of(Verb.READ), "");
    AccessControl control = tokens.control();
    Access open = (Access) control.admit("Bearer " + secret);

    rewrite(secret, Set.of(Verb.ORIGINATE), "lot-");
    control.reload();

    assertThat(open.permits(Verb.READ, LOT)).isFalse();
    assertThat(open.permits(Verb.ORIGINATE, LOT)).isTrue();
    assertThat(open.permits(Verb.ORIGINATE, new ScopeId("other"))).isFalse();
    assertThat(open.ended()).isNull();
  }

  private void rewrite(String secret, Set<Verb> verbs, String... prefixes) {
    List<AccessToken> all =
        List.of(
            new AccessToken(
                "some", TokenHash.of(secret), verbs, List.of(prefixes), TestTokens.START, null));
    try {
      PrivateFile.replace(tokens.path, TokenLines.encode(all));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertDenied(Access access, Kind kind) {
    assertThat(access.permits(Verb.READ, LOT)).isFalse();
    assertThat(access.permitsEverything(Verb.READ)).isFalse();
    assertThat(access.prefixesWithin(Verb.READ, "")).isEmpty();
    for (AccessDenied denial :
        Arrays.asList(
            access.ended(),
            access.denial(Verb.READ),
            access.denial(Verb.READ, LOT),
            access.denialOfEverything(Verb.READ))) {
      assertThat(denial).isNotNull().extracting(AccessDenied::kind).isEqualTo(kind);
    }
  }
}
