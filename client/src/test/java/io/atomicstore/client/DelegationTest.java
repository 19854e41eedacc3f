package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Originators that leave their decisions to a validator elsewhere. */
final class DelegationTest {

  private static final Formats<String, String, String> FORMATS =
      Formats.of(EventFormat.text("text"));

  private final ServerAndClient test = new ServerAndClient();
  private final TextsFold fold = new TextsFold();
  private final AtomicStoreClient elsewhere =
      ServerAndClient.builder(test.server.address()).start();
  private final Originator<String, String, String> originator =
      test.client.delegatingOriginator(FORMATS);

  @BeforeEach
  void limit() {
    test.server.limits(LogLimits.DEFAULT.withValidationTimeout(Duration.ofMillis(300)));
  }

  @AfterEach
  void stop() {
    elsewhere.close();
    test.close();
  }

  private DelegatedValidator validate(String... prefixes) {
    DelegatedValidator validator = elsewhere.validate(FORMATS, fold, List.of(prefixes));
    awaitValidator();
    return validator;
  }

  private void awaitValidator() {
    Awaitility.await().until(() -> test.server.call(() -> test.server.validator(LOT) != null));
  }

  @Test
  void storesWhatTheValidatorElsewhereAccepts() {
    validate("lo");

    var accepted = await(originator.storeIfValid(LOT, "a"));
    var rejected = await(originator.storeIfValid(LOT, "no"));
    var both = await(originator.storeIfValid(StoreIfValid.ofAll(LOT, List.of("b", "c"))));

    assertThat(accepted.wasAccepted()).isTrue();
    assertThat(rejected.reason()).isEqualTo("unwanted");
    assertThat(rejected.meta()).isEqualTo("a");
    assertThat(both.meta()).isEqualTo("a,b");
    assertThat(test.server.texts(LOT)).containsExactly("a", "b", "c");
  }

  @Test
  void passesOverWhatTheValidatorDoesNotKnow() {
    validate("lo");
    await(originator.storeIfValid(LOT, "a"));
    AtomicInteger hellos = test.countHellos();

    test.server.sendToAll(TestMessages.ofUnknownType());

    assertThat(await(originator.storeIfValid(LOT, "b")).meta()).isEqualTo("a");
    assertThat(hellos).hasValue(0);
  }

  @Test
  void foldsWhatItWasNotShownBeforeAndNothingTwice() {
    for (int i = 0; i < 20; i++) {
      await(test.store("" + i));
    }
    validate("");

    var first = await(originator.storeIfValid(LOT, "x"));
    int applied = fold.applied();
    await(test.store("20"));
    var second = await(originator.storeIfValid(LOT, "y"));

    assertThat(first.meta()).startsWith("0,1,2").endsWith("18,19");
    assertThat(second.meta()).endsWith("19,x,20");
    assertThat(fold.applied() - applied).as("folds of x, 20 and y").isLessThanOrEqualTo(3);
  }

  @Test
  void keepsItsStatesAcrossConnections() {
    for (int i = 0; i < 20; i++) {
      await(test.store("" + i));
    }
    validate("");
    await(originator.storeIfValid(LOT, "x"));
    int applied = fold.applied();

    test.server.breakStreams();
    awaitValidator();
    var result = await(originator.storeIfValid(LOT, "y"));

    assertThat(result.meta()).endsWith("18,19,x");
    assertThat(fold.applied() - applied)
        .as("folds of three events that begin the first page, x and y")
        .isLessThanOrEqualTo(5);
  }

  @Test
  void givesBackTheTextOfWhatTheValidatorThrew() {
    validate("");

    var result = await(originator.storeIfValid(LOT, "throws"));

    assertThat(((Result.Rejected<?, ?, ?>) result).cause()).hasMessageContaining("throws");
  }

  @Test
  void timesOutWhereNobodyValidates() {
    DelegatedValidator other = elsewhere.validate(FORMATS, fold, List.of("other"));

    var result = await(originator.storeIfValid(LOT, "a"));

    assertThat(result).isInstanceOf(Result.TimedOut.class);
    assertThat(result.reason()).isEqualTo("timed out");
    other.close();
  }

  @Test
  void validatesNothingMoreOnceItIsClosed() {
    validate("").close();
    Awaitility.await().until(() -> test.server.call(() -> test.server.validator(LOT) == null));

    var result = await(originator.storeIfValid(LOT, "a"));

    assertThat(result).isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void answersARequestThatComesAgainOnceMore() {
    validate("");
    AtomicInteger requests = new AtomicInteger();
    test.server.sendOnly(
        message -> {
          if (message.hasValidationRequest() && requests.getAndIncrement() == 0) {
            test.server.sendDirectly(message);
          }
          return true;
        });

    var first = await(originator.storeIfValid(LOT, "a"));
    var second = await(originator.storeIfValid(LOT, "b"));

    assertThat(first.wasAccepted()).isTrue();
    assertThat(second.meta()).isEqualTo("a");
  }

  @Test
  void storesWhatIsExpectedWithoutAskingAnybody() {
    assertThat(await(originator.storeIfUnchanged(LOT, "a", 0)).wasAccepted()).isTrue();
  }

  @Test
  void refusesToValidateForNoScopes() {
    assertThatThrownBy(() -> elsewhere.validate(FORMATS, fold, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one prefix");
  }
}
