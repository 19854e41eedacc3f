package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.Result;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An originator that keeps what it is shown is shown nothing twice, whatever it said it knows. */
final class ShownEventsTest {

  @TempDir private Path directory;
  private StoreUnderTest test;
  private TestKit keeping;
  private TestKit other;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(directory);
    keeping = test.originator();
    other = test.originator();
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  @Test
  void showsOnlyWhatCameSinceTheLastRequest() {
    submit(keeping, "1", true);
    submit(other, "2", false);
    submit(keeping, "3", true);
    submit(keeping, "4", true);

    assertThat(shownAndAccepted(keeping)).isEmpty();
    assertThat(shownAndAccepted(other)).containsExactly("1");
    assertThat(shownAndAccepted(keeping)).containsExactly("2");
    assertThat(shownAndAccepted(keeping)).isEmpty();
  }

  @Test
  void showsAllThatIsNotKnownToOneThatKeepsNothing() {
    submit(other, "1", false);
    submit(other, "2", false);
    submit(other, "3", false);

    assertThat(shownAndAccepted(other)).isEmpty();
    assertThat(shownAndAccepted(other)).containsExactly("1");
    assertThat(shownAndAccepted(other)).containsExactly("1", "2");
  }

  @Test
  void doesNotTakeAnEventForKnownThatNobodyDecidedOn() {
    test.receptionist()
        .tell(
            StoreIfValid.of(Note.of("lot", "1")).withExpectedSequenceNr(0).keepingShownEvents(),
            keeping.getRef());
    keeping.expectMsgClass(StoreUnderTest.PATIENCE, Result.Accepted.class);

    submit(keeping, "2", true);

    assertThat(shownAndAccepted(keeping)).containsExactly("1");
  }

  @Test
  void showsAgainWhatTheOriginatorLacks() {
    submit(keeping, "1", true);
    shownAndAccepted(keeping);
    submit(keeping, "2", true);
    ValidationRequest<?> request = next(keeping, ValidationRequest.class);
    assertThat(request.pastEvents().after().sequenceNr()).isEqualTo(1);

    test.receptionist().tell(request.pastEventsAfter(0), keeping.getRef());

    PastEventsPage<?> page = next(keeping, PastEventsPage.class);
    assertThat(page.page().after()).isEqualTo(LogPrefix.EMPTY);
    assertThat(page.page().upTo()).isEqualTo(request.past());
  }

  private void submit(TestKit originator, String text, boolean keepsShownEvents) {
    StoreIfValid<Note> submission = StoreIfValid.of(Note.of("lot", text));
    test.receptionist()
        .tell(keepsShownEvents ? submission.keepingShownEvents() : submission, originator.getRef());
  }

  private List<String> shownAndAccepted(TestKit originator) {
    ValidationRequest<?> request = next(originator, ValidationRequest.class);
    test.receptionist().tell(request.accept(), originator.getRef());
    return request.pastEvents().events().stream()
        .map(past -> ((Note) past.event()).text())
        .toList();
  }

  /** The next message of that kind; results come in between. */
  private static <T> T next(TestKit originator, Class<T> messageClass) {
    return messageClass.cast(
        originator.fishForMessage(
            StoreUnderTest.PATIENCE, messageClass.getSimpleName(), messageClass::isInstance));
  }
}
