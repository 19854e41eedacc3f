package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogPrefixTest {

  private static final EventId ONE = new EventId(new UUID(0x0198_0000_0000_7000L, 1));
  private static final EventId OTHER = new EventId(new UUID(0x0198_0000_0000_7000L, 2));

  @Test
  void hashesAreThoseThatAreStored() {
    assertThat(LogPrefix.EMPTY.hash()).isEqualTo(0x9E37_79B9_7F4A_7C15L);
    assertThat(LogPrefix.EMPTY.followedBy(ONE)).isEqualTo(new LogPrefix(1, 0x7CB5_E9EA_759B_CF2AL));
    assertThat(LogPrefix.EMPTY.followedBy(ONE).followedBy(OTHER))
        .isEqualTo(new LogPrefix(2, 0xF329_0210_E989_2D24L));
  }

  /** A submission of one event, and another of two. */
  @Test
  void hashesAreThoseOfTheExampleForOtherLanguages() {
    EventId first = EventId.parse("01980000-0000-7000-0000-000000000001");
    EventId second = EventId.parse("01980000-0000-7000-0000-000000000002");

    LogPrefix one = LogPrefix.EMPTY.followedBy(first);
    LogPrefix two = one.followedBy(second);
    LogPrefix three = two.followedBy(second);

    // docs/protocol.md has these numbers, and the test of examples/nodejs.
    assertThat(Long.toUnsignedString(LogPrefix.EMPTY.hash())).isEqualTo("11400714819323198485");
    assertThat(Long.toUnsignedString(one.hash())).isEqualTo("8986345824692457258");
    assertThat(Long.toUnsignedString(two.hash())).isEqualTo("17521538096922438948");
    assertThat(Long.toUnsignedString(three.hash())).isEqualTo("5214879253923319582");
    assertThat(Long.toHexString(three.hash())).isEqualTo("485ef90d44a74f1e");
  }

  @Test
  void areToldApartByTheirEventsAndTheOrderOfThese() {
    LogPrefix prefix = LogPrefix.EMPTY.followedBy(ONE).followedBy(OTHER);

    assertThat(prefix).isNotEqualTo(LogPrefix.EMPTY.followedBy(OTHER).followedBy(ONE));
    assertThat(prefix).isNotEqualTo(LogPrefix.EMPTY.followedBy(ONE).followedBy(ONE));
    assertThat(prefix.matches(LogPrefix.EMPTY.followedBy(OTHER).followedBy(ONE))).isFalse();
  }

  @Test
  void keepAnUnknownHashUnknown() {
    LogPrefix unknown = LogPrefix.ofDurable(1).followedBy(OTHER);

    assertThat(unknown).isEqualTo(LogPrefix.ofDurable(2));
    assertThat(unknown.isHashKnown()).isFalse();
    assertThat(unknown.matches(LogPrefix.EMPTY.followedBy(ONE).followedBy(OTHER))).isTrue();
    assertThat(unknown.matches(LogPrefix.EMPTY.followedBy(ONE))).isFalse();
  }

  @Test
  void areKnownWithoutEvents() {
    assertThat(LogPrefix.ofDurable(0)).isSameAs(LogPrefix.EMPTY);
    assertThat(LogPrefix.EMPTY.isHashKnown()).isTrue();
  }

  @Test
  void haveNoNegativeNumberOfEvents() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogPrefix(-1, 1))
        .withMessage("sequence number of a log's end must be 0 or more, found -1");
  }
}
