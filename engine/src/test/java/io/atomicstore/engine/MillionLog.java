package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import io.atomicstore.originator.OriginatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * The log of {@link MillionEvents}: what can be done with it, each as a text of what came of it.
 */
final class MillionLog {

  private static final ScopeId SCOPE = new ScopeId("million");
  private static final int TEXT_LENGTH = 60;
  private static final long MINUTES_MAX = 5;

  private final StoreUnderTest test;
  private Originator<Note, Reason, String> ahead;
  private Originator<Note, Reason, String> asked;

  /** Of the last event that is stored. */
  private long lastSequenceNr;

  /** Of the last event that was made. */
  private long lastMade;

  private @Nullable String token;

  MillionLog(StoreUnderTest test) {
    this.test = test;
    this.ahead = newAhead();
    this.asked = newAsked();
  }

  /** Does it, and writes down what came of it. */
  void say(String name, Supplier<String> operation) {
    long startNanos = System.nanoTime();
    String came = operation.get();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    System.out.println(name + " = " + came + "; " + millis + " ms" + KilledStore.END);
  }

  /** Waits longer than tests do: a million events are to be read on a slow machine. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(MINUTES_MAX, TimeUnit.MINUTES);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  Originator<Note, Reason, String> ahead() {
    return ahead;
  }

  Originator<Note, Reason, String> asked() {
    return asked;
  }

  /** An originator that has seen nothing of the log. */
  Originator<Note, Reason, String> newAhead() {
    return test.store().originator(new KilledStore.Counting());
  }

  private Originator<Note, Reason, String> newAsked() {
    return test.store()
        .originator(new KilledStore.Counting(), OriginatorSettings.DEFAULT.withDecidesAhead(false));
  }

  String end() {
    return "" + lastSequenceNr;
  }

  @Nullable String token() {
    return token;
  }

  /** The next events, whose texts tell their places if they are all stored. */
  StoreIfValid<Note> submission(int events) {
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      lastMade++;
      notes.add(Note.of(SCOPE.value(), textOf(lastMade)));
    }
    return StoreIfValid.ofAll(notes);
  }

  /** One that {@link KilledStore.Counting} rejects. */
  StoreIfValid<Note> unwanted() {
    return StoreIfValid.of(Note.of(SCOPE.value(), "unwanted 7"));
  }

  private static String textOf(long sequenceNr) {
    String start = "event " + sequenceNr + " ";
    return start + ".".repeat(TEXT_LENGTH - start.length());
  }

  String store(Originator<Note, Reason, String> originator) {
    return submit(originator, submission(1));
  }

  String submit(Originator<Note, Reason, String> originator, StoreIfValid<Note> submission) {
    return stored(await(originator.storeIfValid(submission)));
  }

  String storeExpected() {
    return submitExpecting(submission(1), lastSequenceNr);
  }

  String submitExpecting(StoreIfValid<Note> submission, long expectedSequenceNr) {
    return stored(await(test.store().storeIfUnchanged(submission, expectedSequenceNr)));
  }

  /** Takes note of what is stored. */
  String stored(Result<Note, Reason, String> result) {
    if (result instanceof Result.Accepted<Note, Reason, String> accepted) {
      lastSequenceNr = Math.max(lastSequenceNr, accepted.lastSequenceNr());
      String again = accepted.isDuplicate() ? " again" : "";
      return accepted.sequenceNr() + " judged on " + accepted.meta() + again;
    }
    lastMade = lastSequenceNr;
    if (result instanceof Result.Rejected<Note, Reason, String> rejected) {
      return "rejected: " + rejected.reason();
    } else if (result instanceof Result.Conflict<Note, Reason, String> conflict) {
      return "ends at " + conflict.sequenceNr();
    } else if (result instanceof Result.EventIdTaken<Note, Reason, String> taken) {
      return "taken by " + taken.sequenceNr();
    } else if (result instanceof Result.Sealed<Note, Reason, String> sealed) {
      return "sealed at " + sealed.sequenceNr();
    }
    return result.toString();
  }

  String result(EventId eventId) {
    RecordedResult<Reason, Object> result = await(test.store().result(SCOPE, eventId));
    if (result instanceof RecordedResult.Accepted<Reason, Object> accepted) {
      return accepted.events() + " from " + accepted.sequenceNr() + " judged on " + accepted.meta();
    }
    return result.getClass().getSimpleName();
  }

  String read(EventRange range) {
    return check(test.store().events(SCOPE, range));
  }

  /** The subscription to a sealed log, which ends. */
  String subscribe(long afterSequenceNr) {
    return check(test.store().subscribe(SCOPE, afterSequenceNr));
  }

  /** Subscribes, stores an event when the subscriber has all that there are, and waits for it. */
  String subscribeAndStore(long afterSequenceNr) {
    return checkAndStore(
        test.store().subscribe(SCOPE, afterSequenceNr), lastSequenceNr - afterSequenceNr);
  }

  /** The same with all scopes; it keeps the token of an event in the middle. */
  String subscribeToAllAndStore(@Nullable String afterToken) {
    Source<SubscribedEvent<Note>, ?> source =
        afterToken == null ? test.store().subscribeAll() : test.store().subscribeAll(afterToken);
    long events = afterToken == null ? lastSequenceNr : lastSequenceNr - MillionEvents.EVENTS / 2;
    return checkAndStore(
        source.map(
            subscribed -> {
              if (subscribed.event().sequenceNr() == MillionEvents.EVENTS / 2) {
                token = subscribed.token();
              }
              return subscribed.event();
            }),
        events);
  }

  private String checkAndStore(Source<StoredEvent<Note>, ?> source, long events) {
    CompletableFuture<Void> hasAll = new CompletableFuture<>();
    long end = lastSequenceNr;
    CompletionStage<Checked> checked =
        checked(
            source
                .take(events + 1)
                .map(
                    event -> {
                      if (event.sequenceNr() == end) {
                        hasAll.complete(null);
                      }
                      return event;
                    }));
    // What fails is seen at once.
    await(CompletableFuture.anyOf(hasAll, checked.toCompletableFuture()));
    store(ahead);
    return await(checked).toString();
  }

  private String check(Source<StoredEvent<Note>, ?> source) {
    return await(checked(source)).toString();
  }

  private CompletionStage<Checked> checked(Source<StoredEvent<Note>, ?> source) {
    return source.runWith(Sink.fold(new Checked(0, 0, 0), Checked::with), test.system());
  }

  /** Events that came one after the other, forwards or backwards, none left out. */
  private record Checked(long first, long last, long count) {

    Checked with(StoredEvent<Note> event) {
      long nr = event.sequenceNr();
      boolean isNext = count == 0 || (Math.abs(nr - first) == count && Math.abs(nr - last) == 1);
      if (!isNext || !event.event().text().equals(textOf(nr))) {
        throw new IllegalStateException(this + ", then " + event);
      }
      return new Checked(count == 0 ? nr : first, nr, count + 1);
    }

    @Override
    public String toString() {
      return count + ", " + first + " to " + last;
    }
  }

  /** Uses another log, so that this one has to leave memory. */
  String passivate() {
    test.accept("other", "the only one in memory");
    while (await(test.store().liveScopes()).contains(SCOPE)) {
      Thread.onSpinWait();
    }
    return "gone";
  }

  /** Ends the actor system and starts another; what was in memory is gone. */
  String reopen() {
    test.restart();
    ahead = newAhead();
    asked = newAsked();
    return "open";
  }
}
