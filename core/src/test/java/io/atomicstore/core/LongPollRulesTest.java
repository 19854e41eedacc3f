package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A query for events that are not there yet waits for them. */
class LongPollRulesTest {

  private final LogUnderTest log = LogUnderTest.open();

  @Test
  void itIsAnsweredAtOnceIfThereAreEvents() {
    log.store("first", "second");

    log.queryAfter(1, "carla");

    assertThat(log.effects().answersTo("carla")).containsExactly(2L);
  }

  @Test
  void itIsAnsweredOnceAnEventIsDurable() {
    log.store("first");
    log.queryAfter(1, "carla");
    log.submit("second", "anna");
    log.yes("second");
    boolean isAnsweredBefore = !log.effects().answersTo("carla").isEmpty();

    log.durable();
    log.store("third");

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.effects().answersTo("carla")).containsExactly(2L);
  }

  @Test
  void itWaitsOnIfTheLogIsNotLongEnough() {
    log.queryAfter(1, "carla");
    log.store("first");
    boolean isAnsweredBefore = !log.effects().answersTo("carla").isEmpty();

    log.store("second");

    assertThat(isAnsweredBefore).isFalse();
    assertThat(log.effects().answersTo("carla")).containsExactly(2L);
  }

  @Test
  void itIsAnsweredWithWhatThereIsWhenItIsOverdue() {
    log.store("first");
    log.queryAfter(1, "carla");
    log.queryAfter(1, "dora");

    log.queryOverdue("carla");

    assertThat(log.effects().answersTo("carla")).containsExactly(1L);
    assertThat(log.effects().answersTo("dora")).isEmpty();
    log.store("second");
    assertThat(log.effects().answersTo("carla")).containsExactly(1L);
    assertThat(log.effects().answersTo("dora")).containsExactly(2L);
  }

  @Test
  void nothingIsOverdueThatDoesNotWait() {
    log.query("carla");

    log.queryOverdue("carla");
    log.queryOverdue("dora");

    assertThat(log.effects().answersTo("carla")).hasSize(1);
    assertThat(log.effects().answersTo("dora")).isEmpty();
  }

  @Test
  void itIsAnsweredOnceTheLogIsOpenIfItWasOverdueBefore() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.queryAfter(5, "carla");
    opening.queryAfter(5, "dora");

    opening.queryOverdue("carla");
    boolean isAnsweredBefore = !opening.effects().answersTo("carla").isEmpty();
    opening.opened();

    assertThat(isAnsweredBefore).isFalse();
    assertThat(opening.effects().answersTo("carla")).containsExactly(0L);
    assertThat(opening.effects().answersTo("dora")).isEmpty();
  }

  @Test
  void itWaitsOnIfTheLogThatOpensIsNotLongEnough() {
    LogUnderTest opening = LogUnderTest.opening();
    opening.queryAfter(0, "carla");
    opening.queryAfter(1, "dora");
    opening.rules().recovered(TestSubmission.of("first").acceptedAt(1), false);

    opening.opened();

    assertThat(opening.effects().answersTo("carla")).containsExactly(1L);
    assertThat(opening.effects().answersTo("dora")).isEmpty();
  }

  @Test
  void thoseThatWaitAreBounded() {
    for (int i = 0; i < LogUnderTest.LIMITS.waitingEventsMax(); i++) {
      log.queryAfter(0, "carla");
    }

    log.queryAfter(0, "one too many");
    log.store("first");

    assertThat(log.effects().all())
        .contains(new Effect.RefuseQuery<>("one too many", "5 queries wait already in this log"));
    assertThat(log.effects().answersTo("carla")).hasSize(5);
    log.queryAfter(1, "again");
    assertThat(log.effects().all()).doesNotContain(new Effect.RefuseQuery<>("again", "again"));
  }

  @Test
  void itIsRefusedWhenTheLogStopsOrFails() {
    log.queryAfter(0, "carla");
    log.submit("asked", "anna");
    log.stop();
    log.queryAfter(0, "dora");
    LogUnderTest failing = LogUnderTest.open();
    failing.queryAfter(0, "carla");

    failing.writeFails();

    assertThat(log.effects().all())
        .contains(
            new Effect.RefuseQuery<>("carla", "the log is stopping"),
            new Effect.RefuseQuery<>("dora", "the log is stopping"));
    assertThat(failing.effects().all())
        .contains(new Effect.RefuseQuery<>("carla", "the disk is full"));
  }
}
