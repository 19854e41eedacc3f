package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLimitsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void areTheDocumentedOnesByDefault() {
    assertThat(LogLimits.DEFAULT)
        .isEqualTo(new LogLimits(10_000, 67_108_864, 1_048_576, 256, Duration.ofSeconds(5)));
  }

  @Test
  void mayBeAsSmallAsOneEventOfOneByteAndNoRememberedRejection() {
    LogLimits smallest = new LogLimits(1, 1, 1, 0, Duration.ofNanos(1));

    assertThat(smallest.waitingEventsMax()).isOne();
  }

  @Test
  void leaveRoomForOneEvent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(0, 10, 10, 0, SECOND))
        .withMessage("waitingEventsMax must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(1, 10, 0, 0, SECOND))
        .withMessage("eventBytesMax must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(1, 9, 10, 0, SECOND))
        .withMessage("waitingBytesMax must be at least eventBytesMax, 10, found 9");
  }

  @Test
  void neverRememberLessThanNoRejection() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(1, 1, 1, -1, SECOND))
        .withMessage("rememberedRejectionsMax must be at least 0, found -1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
  void giveValidationsSomeTime(Duration validationTimeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(1, 1, 1, 0, validationTimeout))
        .withMessage("validationTimeout must be positive, found " + validationTimeout);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P365DT0.000000001S", "P106751D", "PT9223372036854775807S"})
  void refuseValidationTimeoutsWhoseDeadlineWouldOverflow(Duration validationTimeout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogLimits(1, 1, 1, 0, validationTimeout))
        .withMessage("validationTimeout must be at most 365 days, found " + validationTimeout);
    assertThat(new LogLimits(1, 1, 1, 0, Duration.ofDays(365)).validationTimeout())
        .isEqualTo(Duration.ofDays(365));
  }
}
