package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredEventTest {

  private static final ScopeId LOT = new ScopeId("lot-17");
  private static final EventId EVENT_ID = new EventId(new UUID(1, 1));

  @Test
  void countsFromOne() {
    StoredEvent<String> first = new StoredEvent<>(LOT, 1, EVENT_ID, Instant.EPOCH, "bid", false);

    assertThat(first.sequenceNr()).isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void hasNoSequenceNumberBelowOne(long sequenceNr) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoredEvent<>(LOT, sequenceNr, EVENT_ID, Instant.EPOCH, "bid", false))
        .withMessage("sequence number must be 1 or more, found " + sequenceNr);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AcceptedId(sequenceNr, EVENT_ID, 0, 1))
        .withMessage("sequence number must be 1 or more, found " + sequenceNr);
  }
}
