package io.atomicstore.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.server.security.BindRule.Tls;
import io.atomicstore.server.security.BindRule.Tokens;
import io.atomicstore.server.security.BindRule.Unprotected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BindRuleTest {

  private static final String SETTING = "atomic-store.server.grpc.interface";

  @ParameterizedTest
  @CsvSource({
    "NONE,   NONE,     REFUSED, false, without TLS and tokens anybody",
    "NONE,   REQUIRED, REFUSED, false, would be sent in the clear",
    "SERVER, NONE,     REFUSED, false, without tokens anybody",
    "SERVER, REQUIRED, REFUSED, true,  ''",
    "MUTUAL, NONE,     REFUSED, true,  ''",
    "MUTUAL, REQUIRED, REFUSED, true,  ''",
    "NONE,   NONE,     ALLOWED, true,  ''",
    "NONE,   REQUIRED, ALLOWED, true,  ''",
    "SERVER, NONE,     ALLOWED, true,  ''"
  })
  void bindsToTheWorldOnlyWithTlsAndProof(
      Tls tls, Tokens tokens, Unprotected unprotected, boolean mayBind, String lack) {
    BindRule rule = new BindRule(tls, tokens, unprotected);

    for (String host : new String[] {"0.0.0.0", "192.0.2.1", "::", "2001:db8::1"}) {
      if (mayBind) {
        assertThat(rule.check(SETTING, host).isLoopbackAddress()).isFalse();
      } else {
        assertThatThrownBy(() -> rule.check(SETTING, host))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(SETTING + " = " + host)
            .hasMessageContaining(lack)
            .hasMessageContaining(BindRule.INSECURE_SETTING + " = on");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
  void bindsToLoopbackWithoutAnything(String host) {
    BindRule rule = new BindRule(Tls.NONE, Tokens.NONE, Unprotected.REFUSED);

    assertThat(rule.check(SETTING, host).isLoopbackAddress()).isTrue();
  }

  @Test
  void saysThatThereIsNoSuchAddress() {
    BindRule rule = new BindRule(Tls.NONE, Tokens.NONE, Unprotected.ALLOWED);

    assertThatThrownBy(() -> rule.check(SETTING, "no such host"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            SETTING
                + " must be an address of this machine, or a name of one, found 'no such host'");
  }
}
