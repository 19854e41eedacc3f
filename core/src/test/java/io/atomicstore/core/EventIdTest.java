package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  private static final RandomGenerator ALL_ONES = () -> -1L;
  private static final RandomGenerator ALL_ZEROS = () -> 0L;

  @Test
  void hasTheLayoutOfUuidVersion7() {
    long epochMillis = 0x0123_4567_89ABL;

    EventId lowest = EventId.of(epochMillis, ALL_ZEROS);
    EventId highest = EventId.of(epochMillis, ALL_ONES);

    assertThat(lowest).hasToString("01234567-89ab-7000-8000-000000000000");
    assertThat(highest).hasToString("01234567-89ab-7fff-bfff-ffffffffffff");
    assertThat(highest.value().version()).isEqualTo(7);
    assertThat(highest.value().variant()).isEqualTo(2);
  }

  @Test
  void drawsAll74RandomBits() {
    SplittableRandom random = new SplittableRandom(1);
    long highBits = 0;
    long lowBits = 0;

    for (int i = 0; i < 200; i++) {
      UUID first = EventId.of(0, random).value();
      UUID second = EventId.of(0, random).value();
      highBits |= first.getMostSignificantBits() ^ second.getMostSignificantBits();
      lowBits |= first.getLeastSignificantBits() ^ second.getLeastSignificantBits();
    }

    assertThat(Long.bitCount(highBits) + Long.bitCount(lowBits)).isEqualTo(74);
  }

  @Test
  void keepsThe48LowBitsOfTheTime() {
    EventId eventId = EventId.of(0x7_FFFF_FFFF_FFFFL, ALL_ZEROS);

    assertThat(eventId).hasToString("ffffffff-ffff-7000-8000-000000000000");
  }

  @Test
  void sortsByTheTimeItWasMade() {
    SplittableRandom random = new SplittableRandom(2);
    long[] times = {0, 1, 255, 1_000_000, 1_700_000_000_000L, 1_700_000_000_001L, 1L << 46};
    List<UUID> uuids = new ArrayList<>();
    List<String> texts = new ArrayList<>();

    for (long time : times) {
      EventId eventId = EventId.of(time, random);
      uuids.add(eventId.value());
      texts.add(eventId.toString());
    }

    assertThat(uuids).isSorted();
    assertThat(texts).isSorted();
  }

  @Test
  void readsWhatItWrites() {
    EventId eventId = EventId.of(1_700_000_000_000L, new SplittableRandom(3));

    assertThat(EventId.parse(eventId.toString())).isEqualTo(eventId);
    assertThat(EventId.parse("01890A5D-AC96-774B-BCCE-B302099A8057"))
        .hasToString("01890a5d-ac96-774b-bcce-b302099a8057");
  }

  @Test
  void takesUuidsOfAnyVersion() {
    UUID version4 = UUID.fromString("9b2b4b4e-6d1c-4d5b-8a3e-2f1f0c7d9e11");

    assertThat(new EventId(version4).value()).isEqualTo(version4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lot-17",
        "1-1-1-1-1",
        "01890a5dac96774bbcceb302099a8057",
        "01890a5d-ac96-774b-bcce-b302099a805",
        "01890a5d-ac96-774b-bcce-b302099a80577",
        "01890a5d-ac96-774b-bcce-b302099a805g",
        " 1890a5d-ac96-774b-bcce-b302099a8057",
        "{1890a5d-ac96-774b-bcce-b302099a805}"
      })
  void refusesWhatIsNoUuid(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventId.parse(text))
        .withMessage("event id must be a UUID, found '%s'", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "101890a5d-c96-774b-bcce-b302099a8057",
        "01890a5-0ac96-774b-bcce-b302099a8057",
        "+1890a5d-ac96-774b-bcce-b302099a8057",
        "\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11-ac96-774b-bcce-b302099a8057"
      })
  void refusesTextsThatWouldReadAsTheIdOfAnotherEvent(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventId.parse(text))
        .withMessage("event id must be a UUID, found '%s'", text);
  }

  @Test
  void areOrderedAsUnsignedNumbers() {
    List<EventId> inOrder =
        List.of(
            new EventId(new UUID(0, 1)),
            new EventId(new UUID(0, -1)),
            new EventId(new UUID(1, 0)),
            new EventId(new UUID(Long.MAX_VALUE, 0)),
            new EventId(new UUID(Long.MIN_VALUE, 0)),
            new EventId(new UUID(-1, -1)));

    assertThat(inOrder).isSorted();
    assertThat(EventId.higher(inOrder.get(3), inOrder.get(4))).isEqualTo(inOrder.get(4));
    assertThat(EventId.higher(inOrder.get(4), inOrder.get(3))).isEqualTo(inOrder.get(4));
    assertThat(EventId.higher(null, inOrder.get(0))).isEqualTo(inOrder.get(0));
    assertThat(EventId.higher(inOrder.get(0), null)).isEqualTo(inOrder.get(0));
  }

  @Test
  void isNeverTheNilUuid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventId(new UUID(0, 0)))
        .withMessage("event id must not be the nil UUID");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventId.parse("00000000-0000-0000-0000-000000000000"))
        .withMessage("event id must not be the nil UUID");
  }
}
