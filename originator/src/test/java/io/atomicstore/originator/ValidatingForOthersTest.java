package io.atomicstore.originator;

import static io.atomicstore.originator.OriginatorUnderTest.prefixOf;
import static io.atomicstore.originator.OriginatorUnderTest.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Judgement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an originator answers to logs that ask about events of other processes. */
final class ValidatingForOthersTest {

  private static final Note X = new Note("lot", "x");
  private static final Note Y = new Note("lot", "y");

  private final OriginatorUnderTest test =
      OriginatorUnderTest.ahead(OriginatorSettings.DEFAULT.withStatesMax(1));

  @Test
  void decidesOnTheExecutorOnThePastThatItIsShown() {
    test.asksForAnother(1, X, 2, "a", "b");
    assertThat(test.hasMessages()).isFalse();

    test.run();

    assertThat(test.responded())
        .isEqualTo(new OriginatorUnderTest.Responded(token(1), Decision.accept().withMeta("a,b")));
  }

  @Test
  void fetchesWhatItIsNotShown() {
    test.asksForAnother(1, X, 1, "a", "b", "c");
    test.run();
    assertThat(test.fetched().afterSequenceNr()).isEqualTo(1);

    test.shows(1, "lot", 1, 3, "a", "b", "c");
    test.run();

    assertThat(test.responded().decision().meta()).isEqualTo("a,b,c");
  }

  @Test
  void keepsWhatItWasShownAndNotWhatMayNotBeStored() {
    test.asksForAnother(1, X, 2, "a", "b");
    test.run();
    test.responded();

    test.asksForAnotherAfter(2, Y, 2, "a", "b");
    test.run();

    assertThat(test.responded().decision().meta()).isEqualTo("a,b");
  }

  @Test
  void usesForItsOwnEventsWhatItWasShownForAnother() {
    test.asksForAnother(1, X, 2, "a", "b");
    test.run();
    test.responded();

    test.begin(Y);
    test.run();

    assertThat(test.submitted().judgement())
        .isEqualTo(new Judgement.Decided<>(prefixOf("a", "b"), Decision.accept().withMeta("a,b")));
  }

  @Test
  void answersARepeatedRequestOnce() {
    test.asksForAnother(1, X, 0);
    test.asksForAnother(1, X, 0);

    test.run();

    test.responded();
    assertThat(test.hasMessages()).isFalse();
  }

  @Test
  void forgetsTheScopeOnceItHasAnswered() {
    test.asksForAnother(1, X, 0);
    test.run();
    test.responded();

    test.asksForAnother(2, new Note("other", "y"), 0);
    test.run();
    test.responded();

    assertThat(test.conversations().keptStates()).isEqualTo(1);
  }

  @Test
  void forgetsTheScopeOnceItIsTooLate() {
    test.asksForAnother(1, X, 1, "a", "b");
    test.run();
    test.fetched();

    test.tooLate(1);
    test.run();
    test.asksForAnother(2, new Note("other", "y"), 0);
    test.run();

    test.responded();
    assertThat(test.conversations().keptStates()).isEqualTo(1);
  }

  @Test
  void forgetsTheScopeOnceNobodyWantsAnAnswer() {
    test.asksForAnother(1, X, 1, "a", "b");
    test.run();
    test.fetched();

    test.othersAreGone();
    test.run();
    test.shows(1, "lot", 1, 2, "a", "b");
    test.asksForAnother(2, new Note("other", "y"), 0);
    test.run();

    assertThat(test.responded().token()).isEqualTo(token(2));
    assertThat(test.conversations().keptStates()).isEqualTo(1);
  }

  @Test
  void forgetsTheScopeOnceNobodyCanWaitAnyMore() {
    test.asksForAnother(1, X, 1, "a", "b");
    test.run();
    test.fetched();

    test.advance(Duration.ofMinutes(1));
    test.run();
    test.asksForAnother(2, new Note("other", "y"), 0);
    test.run();

    test.responded();
    assertThat(test.conversations().keptStates()).isEqualTo(1);
  }

  @Test
  void answersNoWhereTheValidatorThrows() {
    test.asksForAnother(1, new Note("lot", "throws"), 0);

    test.run();

    assertThat(((Decision.Reject<?, ?>) test.responded().decision()).cause()).hasMessage("throws");
  }
}
