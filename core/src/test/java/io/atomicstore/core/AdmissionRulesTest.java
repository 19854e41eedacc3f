package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 1 to 3: one validation at a time, one-use tokens, and the past that is shown. */
class AdmissionRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void rule1AtMostOneValidationIsOutstanding() {
    log.submit("first", "anna");
    log.submit("second", "boris");

    assertThat(log.validationRequests()).containsExactly("first after 0");
    assertThat(log.isUnderValidation("first")).isTrue();
  }

  @Test
  void rule1TheNextValidationIsAskedForOnceTheFirstIsDecided() {
    log.submit("first", "anna");
    log.submit("second", "boris");
    log.submit("third", "anna");

    log.yes("first");
    log.no("second", "too low");

    assertThat(log.validationRequests())
        .containsExactly("first after 0", "second after 1", "third after 1");
    assertThat(log.isUnderValidation("third")).isTrue();
  }

  @Test
  void rule2AnEventIsAdmittedByAYesThatNamesItsToken() {
    log.submit("bid", "anna");

    log.yes("bid", 7);

    assertThat(log.effects().writes())
        .singleElement()
        .satisfies(
            write -> {
              assertThat(write.submission().prospectiveEvent().event()).isEqualTo("bid");
              assertThat(write.past()).isEqualTo(LogPrefix.EMPTY);
              assertThat(write.meta()).isEqualTo(7);
            });
  }

  @Test
  void rule2AYesWithAnyOtherTokenChangesNothingAndItsSenderIsTold() {
    ValidationToken forged = new ValidationToken(1, 2);
    log.submit("bid", "anna");

    log.respond(forged, Decision.accept());

    assertThat(log.effects().writes()).isEmpty();
    assertThat(log.isUnderValidation("bid")).isTrue();
    assertThat(log.effects().all()).endsWith(new Effect.TellTooLate<>(forged));
    assertThat(log.rules().lateResponses()).isOne();
  }

  @Test
  void rule2ATokenDecidesOnce() {
    log.submit("bid", "anna");
    ValidationToken token = log.tokenOf("bid");
    log.yes("bid");
    log.submit("next", "boris");

    log.respond(token, Decision.accept());
    log.respond(token, Decision.reject("too low"));

    assertThat(log.effects().writes()).hasSize(1);
    assertThat(log.isUnderValidation("next")).isTrue();
    assertThat(log.rules().lateResponses()).isEqualTo(2);
  }

  @Test
  void rule2ALateYesToATimedOutEventDoesNotApproveAnEqualEventSubmittedLater() {
    log.submit("bid", "anna");
    ValidationToken timedOut = log.tokenOf("bid");
    log.advance(LogUnderTest.VALIDATION_TIMEOUT);
    log.submit("bid", "anna");

    log.respond(timedOut, Decision.accept());

    assertThat(log.effects().writes()).isEmpty();
    assertThat(log.isUnderValidation("bid")).isTrue();
    assertThat(log.tokenOf("bid")).isNotEqualTo(timedOut);
    assertThat(log.rules().lateResponses()).isOne();
  }

  @Test
  void rule2ATokenOfAnEarlierIncarnationChangesNothing() {
    log.submit("bid", "anna");
    ValidationToken earlier = log.tokenOf("bid");
    log.crashAndRecover(0);
    log.submit("bid", "anna");

    log.respond(earlier, Decision.accept());

    assertThat(log.effects().writes()).isEmpty();
    assertThat(log.isUnderValidation("bid")).isTrue();
    assertThat(log.tokenOf("bid")).isNotEqualTo(earlier);
  }

  @Test
  void rule3ThePastShownIsTheWholeLogAtThatMoment() {
    for (String event : List.of("first", "second", "third")) {
      log.submit(event, "anna");
      log.yes(event);
    }
    log.durable();

    log.submit("fourth", "boris");

    assertThat(log.validationRequests()).last().isEqualTo("fourth after 3");
  }

  @Test
  void rule3ThePastShownIncludesWhatEarlierIncarnationsStored() {
    log.submit("first", "anna");
    log.yes("first");
    log.durable();
    log.crashAndRecover(0);

    log.submit("second", "boris");

    assertThat(log.validationRequests()).containsExactly("second after 1");
  }

  @Test
  void rule3NothingIsAdmittedBetweenTheQuestionAndTheDecision() {
    log.submit("first", "anna");
    log.yes("first");
    log.submit("second", "boris");
    log.submit("third", "anna");

    log.durable();
    log.query("carla");
    log.submit("first", "anna");
    log.respond(new ValidationToken(1, 2), Decision.accept());
    log.yes("second");

    assertThat(log.effects().writes())
        .extracting(
            write -> write.submission().prospectiveEvent().event(),
            write -> write.past().sequenceNr())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", 0L),
            org.assertj.core.groups.Tuple.tuple("second", 1L));
    assertThat(log.validationRequests())
        .containsExactly("first after 0", "second after 1", "third after 2");
  }

  @Test
  void nothingIsConsideredBeforeTheLogIsOpen() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.submit("first", "anna");
    opening.submit("second", "boris");
    List<String> requestsBefore = opening.validationRequests();

    opening.opened();

    assertThat(requestsBefore).isEmpty();
    assertThat(opening.validationRequests()).containsExactly("first after 0");
  }
}
