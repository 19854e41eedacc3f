package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.idOf;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.LogEnd;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.OriginatorSettings;
import io.atomicstore.protocol.AtomicStoreMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application gets for what it submits, as long as nothing breaks. */
final class ConversationTest {

  private final ServerAndClient test = new ServerAndClient();

  @AfterEach
  void stop() {
    test.close();
  }

  private Originator<String, String, String> another(boolean decidesAhead) {
    return test.client.originator(
        Formats.of(EventFormat.text("text")),
        test.fold,
        OriginatorSettings.DEFAULT.withDecidesAhead(decidesAhead));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void storesWhatTheValidatorAccepts(boolean decidesAhead) {
    Originator<String, String, String> originator = another(decidesAhead);

    var first = await(originator.storeIfValid(submission("a")));
    var second = await(originator.storeIfValid(submission("b")));
    var third = await(originator.storeIfValid(submission("no")));
    var fourth = await(originator.storeIfValid(submission("c")));

    assertThat(first)
        .isEqualTo(new Result.Accepted<>(submission("a").prospectiveEvent(), 1, "", false));
    assertThat(second.meta()).isEqualTo("a");
    assertThat(third.reason()).isEqualTo("unwanted");
    assertThat(third.meta()).isEqualTo("a,b");
    assertThat(fourth).extracting("sequenceNr").isEqualTo(3L);
    assertThat(test.server.texts(LOT)).containsExactly("a", "b", "c");
  }

  @Test
  void decidesAheadOnEventsThatHaveNoResultYet() {
    ConcurrentLinkedQueue<AtomicStoreMessage> requests = new ConcurrentLinkedQueue<>();
    test.server.sendOnly(
        message -> {
          if (message.hasValidationRequest()) {
            requests.add(message);
          }
          return true;
        });

    List<CompletionStage<Result<String, String, String>>> results = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      results.add(test.store("" + i));
    }

    for (int i = 0; i < 50; i++) {
      assertThat(await(results.get(i))).extracting("sequenceNr").isEqualTo(i + 1L);
    }
    assertThat(requests).as("one round trip each").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isShownWhatAnotherOriginatorStoredAndNothingTwice(boolean decidesAhead) {
    TextsFold fold = new TextsFold();
    Originator<String, String, String> other =
        test.client.originator(
            Formats.of(EventFormat.text("text")),
            fold,
            OriginatorSettings.DEFAULT.withDecidesAhead(decidesAhead));
    for (int i = 0; i < 10; i++) {
      await(test.store("" + i));
    }

    var first = await(other.storeIfValid(submission("x")));
    await(test.store("10"));
    var second = await(other.storeIfValid(submission("y")));

    assertThat(first.meta()).isEqualTo("0,1,2,3,4,5,6,7,8,9");
    assertThat(second.meta()).isEqualTo("0,1,2,3,4,5,6,7,8,9,x,10");
    assertThat(fold.applied())
        .as("folds of 13 events, two of them decided on twice")
        .isLessThanOrEqualTo(15);
  }

  @Test
  void givesBackWhatTheValidatorThrew() {
    var result = await(test.store("throws"));

    assertThat(((Result.Rejected<?, ?, ?>) result).cause())
        .isExactlyInstanceOf(Exception.class)
        .hasMessage("throws");
  }

  @Test
  void rejectsWhatItsValidatorHasTooMuchToSayOf() {
    int max = WireValidator.DECISION_BYTES_MAX;
    await(test.store("x".repeat(max + 1)));

    var result = await(test.store("b"));
    var thrown = await(test.store("throws" + "x".repeat(max)));

    assertThat(((Result.Rejected<?, ?, ?>) result).cause())
        .hasMessageContaining("at most " + max + " bytes together");
    assertThat(((Result.Rejected<?, ?, ?>) thrown).cause()).hasMessageStartingWith("throwsx");
  }

  @Test
  void storesSeveralEventsOrNone() {
    var none = await(test.originator.storeIfValid(StoreIfValid.ofAll(LOT, List.of("a", "no"))));
    var both = await(test.originator.storeIfValid(StoreIfValid.ofAll(LOT, List.of("b", "c"))));

    assertThat(none.reason()).isEqualTo("unwanted");
    assertThat(((Result.Accepted<?, ?, ?>) both).lastSequenceNr()).isEqualTo(2);
    assertThat(test.server.texts(LOT)).containsExactly("b", "c");
  }

  @Test
  void answersARepeatedSubmissionFromTheFirst() {
    var first = test.store("a");
    var second = test.store("a");
    await(first);
    var third = test.store("a");
    var other = test.originator.storeIfValid(submission("b").withEventId(idOf("a")));

    assertThat(await(second)).extracting("isDuplicate").isEqualTo(true);
    assertThat(await(third)).extracting("isDuplicate").isEqualTo(true);
    assertThat(await(other)).isInstanceOf(Result.EventIdTaken.class);
    assertThat(test.server.texts(LOT)).containsExactly("a");
  }

  @Test
  void storesOnlyWhereTheLogEndsAsExpected() {
    var first = await(test.originator.storeIfUnchanged(LOT, "no matter", 0));
    var moved = await(test.originator.storeIfUnchanged(LOT, "b", 0));

    assertThat(first.wasAccepted()).isTrue();
    assertThat(moved).isEqualTo(new Result.Conflict<>(moved.prospectiveEvent(), 0, 1));
    assertThatThrownBy(() -> test.originator.storeIfUnchanged(LOT, "b", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 0 or more");
  }

  @Test
  void sealsALog() {
    await(test.store("a"));
    assertThat(await(test.client.logEnd(LOT))).isEqualTo(new LogEnd(LOT, 1, false));

    await(test.originator.storeIfValid(submission("last").sealingLog()));

    assertThat(await(test.client.logEnd(LOT))).isEqualTo(new LogEnd(LOT, 2, true));

    assertThat(await(test.store("late"))).isInstanceOf(Result.Sealed.class);
  }

  @Test
  void tellsWhatIsKnownOfASubmission() {
    await(test.store("a"));
    var formats = Formats.of(EventFormat.text("text"));

    assertThat(await(test.client.result(formats, LOT, idOf("a"))))
        .isEqualTo(new RecordedResult.Accepted<>(1, 1, ""));
    assertThat(await(test.client.result(formats, LOT, idOf("b"))))
        .isEqualTo(new RecordedResult.NotKnown<>());
  }

  @Test
  void listsScopes() {
    for (int i = 0; i < 7; i++) {
      await(test.originator.storeIfValid(new ScopeId("lot-" + i), "a"));
    }
    await(test.originator.storeIfValid(new ScopeId("other"), "a"));

    assertThat(test.client.readScopes("lot-").map(ScopeId::value))
        .containsExactly("lot-0", "lot-1", "lot-2", "lot-3", "lot-4", "lot-5", "lot-6");
    assertThat(await(test.client.liveScopes())).hasSize(8);
  }

  private enum Refusal {
    LATE,
    UNWANTED
  }

  @Test
  void carriesReasonsAndMetasInTheirOwnFormats() {
    Formats<String, Refusal, Integer> formats =
        Formats.of(EventFormat.text("text"))
            .withReasons(ReasonFormat.of(Refusal.class, Refusal.LATE))
            .withMetas(
                MetaFormat.of(
                    "application/x-length", meta -> new byte[meta], bytes -> bytes.length));
    Originator<String, Refusal, Integer> originator =
        test.client.originator(formats, new LengthFold(), OriginatorSettings.DEFAULT);

    var accepted = await(originator.storeIfValid(LOT, "four"));
    var rejected = await(originator.storeIfValid(LOT, ""));

    assertThat(accepted.meta()).isEqualTo(0);
    assertThat(rejected.reason()).isEqualTo(Refusal.UNWANTED);
    assertThat(rejected.meta()).isEqualTo(4);
  }

  private static final class LengthFold
      implements FoldValidator<Integer, String, Refusal, Integer> {

    @Override
    public Integer initial(ScopeId scopeId) {
      return 0;
    }

    @Override
    public Integer apply(Integer state, String event) {
      return state + event.length();
    }

    @Override
    public Decision<Refusal, Integer> decide(Integer state, String event) {
      return event.isEmpty()
          ? Decision.<Refusal, Integer>reject(Refusal.UNWANTED).withMeta(state)
          : Decision.<Refusal, Integer>accept().withMeta(state);
    }
  }

  @Test
  void failsWithWhatTheFormatThrewAndSubmitsNothing() {
    Originator<String, String, String> unwritable =
        test.client.originator(
            EventFormat.of(
                "text",
                "text/plain",
                text -> {
                  throw new IOException("no paper");
                },
                String::new),
            test.fold);

    CompletableFuture<?> result = unwritable.storeIfValid(LOT, "a").toCompletableFuture();

    assertThatThrownBy(result::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no paper");
    assertThatThrownBy(() -> unwritable.blocking().storeIfValid(LOT, "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(unwritable.openSubmissions()).isZero();
  }

  @Test
  void rejectsAnEventWhosePastItsFormatCantRead() {
    await(test.store("a"));
    Originator<String, String, String> unreadable =
        test.client.originator(
            EventFormat.of(
                "text",
                "text/plain",
                text -> text.getBytes(StandardCharsets.UTF_8),
                bytes -> {
                  throw new IOException("no glasses");
                }),
            test.fold);

    var result = await(unreadable.storeIfValid(LOT, "b"));

    assertThat(((Result.Rejected<?, ?, ?>) result).cause())
        .isInstanceOf(UnreadableException.class)
        .hasRootCauseMessage("no glasses");
  }
}
