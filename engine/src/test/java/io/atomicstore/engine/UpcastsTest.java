package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import org.junit.jupiter.api.Test;

final class UpcastsTest {

  private record First(int number) {}

  private record Second(long number) {}

  private record Third(String number) {}

  private final Upcasts<Third> upcasts =
      Upcasts.none(Third.class)
          .with(First.class, first -> new Second(first.number()))
          .with(Second.class, second -> new Third("" + second.number()));

  @Test
  void leavesTodaysEventsAsTheyAre() throws NotSerializableException {
    assertThat(upcasts.upcast(new Third("3"))).isEqualTo(new Third("3"));
  }

  @Test
  void goesFromVersionToVersion() throws NotSerializableException {
    assertThat(upcasts.upcast(new First(7))).isEqualTo(new Third("7"));
    assertThat(upcasts.upcast(new Second(8))).isEqualTo(new Third("8"));
  }

  @Test
  void saysWhatItExpectedAndFound() {
    assertThatThrownBy(() -> upcasts.upcast("text"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContainingAll("Third", "First", "Second", "java.lang.String");
  }

  @Test
  void saysWhichUpcastFailed() {
    Upcasts<Third> failing =
        Upcasts.none(Third.class)
            .with(
                First.class,
                first -> {
                  throw new IllegalStateException("broken");
                });

    assertThatThrownBy(() -> failing.upcast(new First(1)))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContainingAll("First", "broken");
  }

  @Test
  void endsWhenUpcastsLeadInACircle() {
    Upcasts<Third> circle =
        Upcasts.none(Third.class)
            .with(First.class, first -> new Second(1))
            .with(Second.class, second -> new First(1));

    assertThatThrownBy(() -> circle.upcast(new First(1)))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void takesNoUpcastTwiceAndNoneOfTodaysEvents() {
    assertThatThrownBy(() -> upcasts.with(First.class, first -> new Third("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("First");
    assertThatThrownBy(() -> upcasts.with(Third.class, third -> third))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Third");
  }
}
