package io.atomicstore.originator;

import static io.atomicstore.originator.OriginatorUnderTest.prefixOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.LogPrefix;
import org.junit.jupiter.api.Test;

/** Which states an originator keeps. */
final class OriginatorMemoryTest {

  private static final OriginatorSettings ONE_STATE = OriginatorSettings.DEFAULT.withStatesMax(1);

  private OriginatorUnderTest test = OriginatorUnderTest.ahead(ONE_STATE);

  @Test
  void decidesOnAStateItHasKept() {
    store("one", "a");

    assertThat(knownOfNext("one")).isEqualTo(prefixOf("one-a"));
  }

  @Test
  void forgetsTheStateOfAScopeThatIsIdle() {
    store("one", "a");
    store("two", "a");

    assertThat(test.conversations().keptStates()).isEqualTo(1);
    assertThat(knownOfNext("one")).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void keepsTheStateOfAScopeThatIsInUseBeyondItsBounds() {
    Note open = new Note("one", "one-a");
    test.begin(open);
    test.run();
    test.submitted();
    store("two", "a");

    assertThat(test.conversations().keptStates()).isEqualTo(2);
    assertThat(knownOfNext("one")).isEqualTo(prefixOf("one-a"));
  }

  @Test
  void keepsAScopeWhoseSubmissionHasNotBeenTakenYet() {
    test.begin(new Note("one", "one-a"));

    test.begin(new Note("two", "two-a"));

    assertThat(test.conversations().keptStates()).isEqualTo(2);
    test.run();
    test.submitted();
    test.submitted();
  }

  @Test
  void forgetsScopesOnceTheirStatesWeighTooMuch() {
    test = OriginatorUnderTest.ahead(OriginatorSettings.DEFAULT.withStatesBytesMax(20));
    store("one", "a");
    store("two", "a");
    assertThat(test.conversations().keptStates()).isEqualTo(2);
    assertThat(test.conversations().keptBytes()).isEqualTo(10);

    store("two", "longer than all");

    assertThat(test.conversations().keptStates()).isEqualTo(1);
    assertThat(knownOfNext("one")).isEqualTo(LogPrefix.EMPTY);
  }

  @Test
  void holdsNothingOfWhatHasEnded() {
    for (int i = 0; i < 100; i++) {
      store("scope " + i, "a");
    }

    assertThat(test.conversations().openSubmissions()).isZero();
    assertThat(test.conversations().keptStates()).isEqualTo(1);
  }

  private int stored;

  /** Stores a note that is the first of its scope, or follows those before. */
  private void store(String scope, String text) {
    Note note = new Note(scope, scope + "-" + text);
    test.begin(note);
    test.run();
    test.accepts(note, test.submitted().decidedOn().sequenceNr() + 1);
    test.run();
  }

  private LogPrefix knownOfNext(String scope) {
    stored++;
    test.begin(new Note(scope, scope + "-next-" + stored));
    test.run();
    return test.submitted().decidedOn();
  }
}
