package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLimitsTest {

  private static final LogLimits SMALLEST = new LogLimits(1, 1, 1, 1, 0, 1, Duration.ofNanos(1));

  @Test
  void areTheDocumentedOnesByDefault() {
    assertThat(LogLimits.DEFAULT)
        .isEqualTo(
            new LogLimits(10_000, 67_108_864, 1_000, 1_048_576, 256, 1_000, Duration.ofSeconds(5)));
  }

  @Test
  void mayBeAsSmallAsOneEventOfOneByteAndNoRememberedResult() {
    assertThat(SMALLEST.waitingEventsMax()).isOne();
  }

  @Test
  void leaveRoomForOneEvent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withWaitingEventsMax(0))
        .withMessage("waitingEventsMax must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withSubmissionEventsMax(0))
        .withMessage("submissionEventsMax must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withBytesMax(1, 0))
        .withMessage("submissionBytesMax must be at least 1, found 0");
  }

  @Test
  void leaveRoomForTheLargestSubmission() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withBytesMax(9, 10))
        .withMessage("waitingBytesMax must be at least submissionBytesMax, 10, found 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withSubmissionEventsMax(2))
        .withMessage("submissionEventsMax must be at most waitingEventsMax, 1, found 2");
  }

  @Test
  void neverRememberLessThanNoResult() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withRememberedResultsMax(-1))
        .withMessage("rememberedResultsMax must be at least 0, found -1");
  }

  @Test
  void keepAtLeastOneId() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withRecentIdsMax(0))
        .withMessage("recentIdsMax must be at least 1, found 0");
  }

  @Test
  void canBeChangedOneByOne() {
    LogLimits limits = new LogLimits(10, 20, 3, 4, 5, 6, Duration.ofNanos(7));

    assertThat(limits.withWaitingEventsMax(11))
        .isEqualTo(new LogLimits(11, 20, 3, 4, 5, 6, Duration.ofNanos(7)));
    assertThat(limits.withWaitingEventsMax(2))
        .isEqualTo(new LogLimits(2, 20, 2, 4, 5, 6, Duration.ofNanos(7)));
    assertThat(limits.withBytesMax(21, 5))
        .isEqualTo(new LogLimits(10, 21, 3, 5, 5, 6, Duration.ofNanos(7)));
    assertThat(limits.withSubmissionEventsMax(4))
        .isEqualTo(new LogLimits(10, 20, 4, 4, 5, 6, Duration.ofNanos(7)));
    assertThat(limits.withRememberedResultsMax(6))
        .isEqualTo(new LogLimits(10, 20, 3, 4, 6, 6, Duration.ofNanos(7)));
    assertThat(limits.withRecentIdsMax(7))
        .isEqualTo(new LogLimits(10, 20, 3, 4, 5, 7, Duration.ofNanos(7)));
    assertThat(limits.withValidationTimeout(Duration.ofNanos(8)))
        .isEqualTo(new LogLimits(10, 20, 3, 4, 5, 6, Duration.ofNanos(8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
  void giveValidationsSomeTime(Duration validationTimeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withValidationTimeout(validationTimeout))
        .withMessage("validationTimeout must be positive, found " + validationTimeout);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P365DT0.000000001S", "P106751D", "PT9223372036854775807S"})
  void refuseValidationTimeoutsWhoseDeadlineWouldOverflow(Duration validationTimeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALLEST.withValidationTimeout(validationTimeout))
        .withMessage("validationTimeout must be at most 365 days, found " + validationTimeout);
    assertThat(SMALLEST.withValidationTimeout(Duration.ofDays(365)).validationTimeout())
        .isEqualTo(Duration.ofDays(365));
  }
}
