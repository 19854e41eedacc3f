package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.originator.OriginatorSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application gets that judges by folds, of a store with real logs. */
final class OriginatorTest {

  private static final ScopeId LOT = new ScopeId("lot");
  private static final Note A = Note.of("lot", "a");
  private static final Note B = Note.of("lot", "b");

  @TempDir private Path directory;
  private StoreUnderTest test;

  @BeforeEach
  void startStore() {
    test = new StoreUnderTest(directory);
  }

  @AfterEach
  void stopStore() {
    test.close();
  }

  private Originator<Note, Reason, String> originator(boolean decidesAhead) {
    return test.store()
        .originator(new TextsFold(), OriginatorSettings.DEFAULT.withDecidesAhead(decidesAhead));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return StoreUnderTest.await(stage);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void storesWhatItsValidatorAcceptsOnTheState(boolean decidesAhead) {
    Originator<Note, Reason, String> originator = originator(decidesAhead);

    Result<Note, Reason, String> first = await(originator.storeIfValid(A));
    Result<Note, Reason, String> refused = await(originator.storeIfValid(Note.of("lot", "no")));
    Result<Note, Reason, String> second = await(originator.storeIfValid(B));

    assertThat(first).extracting("sequenceNr", "meta").containsExactly(1L, "");
    assertThat(refused).isInstanceOf(Result.Rejected.class);
    assertThat(refused.reason()).isEqualTo(Reason.UNWANTED);
    assertThat(refused.meta()).isEqualTo("a");
    assertThat(second).extracting("sequenceNr", "meta").containsExactly(2L, "a");
    assertThat(test.texts("lot")).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rejectsWhatItsValidatorThrowsOn(boolean decidesAhead) {
    Result<Note, Reason, String> failed =
        await(originator(decidesAhead).storeIfValid(Note.of("lot", "throws")));

    assertThat(((Result.Rejected<?, ?, ?>) failed).cause())
        .isExactlyInstanceOf(Exception.class)
        .hasMessage("throws");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void storesSeveralEventsOrNone(boolean decidesAhead) {
    Originator<Note, Reason, String> originator = originator(decidesAhead);

    Result<Note, Reason, String> both =
        await(originator.storeIfValid(StoreIfValid.ofAll(List.of(A, B))));
    Result<Note, Reason, String> none =
        await(
            originator.storeIfValid(
                StoreIfValid.ofAll(List.of(Note.of("lot", "c"), Note.of("lot", "no")))));

    assertThat(both)
        .extracting("sequenceNr", "lastSequenceNr", "meta")
        .containsExactly(1L, 2L, "a");
    assertThat(none).isInstanceOf(Result.Rejected.class);
    assertThat(none.meta()).isEqualTo("a,b,c");
    assertThat(test.texts("lot")).containsExactly("a", "b");
  }

  @Test
  void showsAListValidatorTheEventsBeforeInTheSubmission() {
    List<List<Note>> pasts = new ArrayList<>();
    test.accept("lot", "x");

    await(
        test.store()
            .<String>storeIfValid(
                StoreIfValid.ofAll(List.of(A, B)),
                (prospective, past) -> {
                  pasts.add(List.copyOf(past));
                  return Decision.accept();
                }));

    Note x = Note.of("lot", "x");
    assertThat(pasts).containsExactly(List.of(x), List.of(x, A));
    assertThat(test.texts("lot")).containsExactly("x", "a", "b");
  }

  @Test
  void asksAListValidatorAboutManyEventsWithoutRunningOutOfStack() {
    List<Note> notes = IntStream.range(0, 1_000).mapToObj(i -> Note.of("lot", "n" + i)).toList();

    Result<Note, Reason, String> result =
        await(
            test.store()
                .storeIfValid(
                    StoreIfValid.ofAll(notes),
                    (prospective, past) ->
                        past.size() < 999
                            ? Decision.accept()
                            : Decision.<Reason, String>accept().withMeta("last")));

    assertThat(result).extracting("sequenceNr", "meta").containsExactly(1L, "last");
  }

  @Test
  void learnsWhatOthersHaveStored() {
    Originator<Note, Reason, String> one = originator(true);
    Originator<Note, Reason, String> other = originator(true);
    await(one.storeIfValid(A));
    await(other.storeIfValid(B));
    test.accept("lot", "c");

    Result<Note, Reason, String> result = await(one.storeIfValid(Note.of("lot", "d")));

    assertThat(result).extracting("sequenceNr", "meta").containsExactly(4L, "a,b,c");
  }

  @Test
  void judgesEveryEventOfARaceOnExactlyThoseBefore() throws Exception {
    List<Originator<Note, Reason, String>> originators =
        List.of(originator(true), originator(true), originator(false));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<Result<Note, Reason, String>>>> running = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Originator<Note, Reason, String> originator = originators.get(i % 3);
        String name = "n" + i;
        running.add(
            threads.submit(
                () ->
                    IntStream.range(0, 40)
                        .mapToObj(
                            j -> await(originator.storeIfValid(Note.of("lot", name + "-" + j))))
                        .toList()));
      }
      List<Result<Note, Reason, String>> results = new ArrayList<>();
      for (Future<List<Result<Note, Reason, String>>> one : running) {
        results.addAll(one.get());
      }

      List<String> log = test.texts("lot");
      assertThat(log).hasSize(240);
      for (Result<Note, Reason, String> result : results) {
        int sequenceNr = (int) ((Result.Accepted<Note, Reason, String>) result).sequenceNr();
        assertThat(result.meta()).isEqualTo(String.join(",", log.subList(0, sequenceNr - 1)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void answersARepeatedSubmissionWithTheFirstResult() {
    StoreIfValid<Note> submission = StoreIfValid.of(A);
    await(originator(true).storeIfValid(submission));

    Result<Note, Reason, String> again = await(originator(true).storeIfValid(submission));

    assertThat(again).extracting("sequenceNr", "isDuplicate").containsExactly(1L, true);
  }

  @Test
  void sealsALog() {
    Originator<Note, Reason, String> originator = originator(true);
    await(originator.storeIfValid(StoreIfValid.of(A).sealingLog()));

    assertThat(await(originator.storeIfValid(B))).isInstanceOf(Result.Sealed.class);
    assertThat(await(test.store().subscribe(LOT, 0).runWith(Sink.seq(), test.system())))
        .extracting(StoredEvent::event)
        .containsExactly(A);
  }

  @Test
  void endsWithItsStore() {
    Originator<Note, Reason, String> originator = originator(true);
    await(originator.storeIfValid(A));

    test.store().close();

    assertThat(await(originator.storeIfValid(B))).isInstanceOf(Result.Unavailable.class);
  }
}
