package io.atomicstore.engine;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.jspecify.annotations.Nullable;

/**
 * An originator of notes by {@link TextsFold}, whose logs, clock and executor are the test's. A
 * text names its event id.
 */
final class OriginatorUnderTest implements AutoCloseable {

  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final Duration GRACE = Duration.ofSeconds(20);

  private final ActorSystem system = ActorSystem.create("originator");
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> lastResort = new ArrayDeque<>();
  private final OpenConversations<List<String>, Note, Reason> open;
  private final Conversations<List<String>, Note, Reason> conversations;

  /** The receptionist, and every log. */
  final TestKit log = new TestKit(system);

  private OriginatorUnderTest(
      Conversations.Judging<List<String>, Note, Reason> judging,
      OriginatorSettings settings,
      @Nullable Executor executor) {
    ValidationTasks runs = new ValidationTasks(executor == null ? tasks::add : executor);
    this.open =
        new OpenConversations<>(
            Reason.TIMED_OUT, runs, new ValidationTasks(lastResort::add), nanos::get);
    this.conversations =
        new Conversations<>(
            new ScopeRunner.Surroundings<>(
                judging,
                decision -> decision,
                open,
                new LogLine(log.getRef(), new TestKit(system).getRef()),
                runs,
                nanos::get),
            settings,
            GRACE);
  }

  static OriginatorUnderTest ahead() {
    return ahead(OriginatorSettings.DEFAULT);
  }

  static OriginatorUnderTest ahead(OriginatorSettings settings) {
    return new OriginatorUnderTest(Conversations.Judging.ahead(new TextsFold()), settings, null);
  }

  /** One whose tasks are not run by the test. */
  static OriginatorUnderTest aheadOn(Executor executor) {
    return new OriginatorUnderTest(
        Conversations.Judging.ahead(new TextsFold()), OriginatorSettings.DEFAULT, executor);
  }

  static OriginatorUnderTest whenAsked() {
    return new OriginatorUnderTest(
        Conversations.Judging.whenAsked(new TextsFold()), OriginatorSettings.DEFAULT, null);
  }

  /** Submits one note or several, whose result the test does not look at. */
  void begin(Note... notes) {
    var unused = submit(notes);
  }

  /** Submits one note or several, in the scope of the first. */
  CompletableFuture<Result<Note, Reason, Object>> submit(Note... notes) {
    return submit(TIMEOUT, null, notes);
  }

  CompletableFuture<Result<Note, Reason, Object>> submit(
      Decider<List<String>, Note, Reason> decider, Note note) {
    return submit(TIMEOUT, decider, note);
  }

  CompletableFuture<Result<Note, Reason, Object>> submit(
      Duration timeout, @Nullable Decider<List<String>, Note, Reason> decider, Note... notes) {
    return conversations.submit(event(notes), timeout, decider).toCompletableFuture();
  }

  static ProspectiveEvent<Note> event(Note... notes) {
    return new ProspectiveEvent<>(
        new ScopeId(notes[0].scope()), idOf(notes[0].text()), List.of(notes), false);
  }

  static EventId idOf(String text) {
    return new EventId(new UUID(1, text.hashCode()));
  }

  /** Runs what the executor got, and what comes of it. */
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  int waitingTasks() {
    return tasks.size();
  }

  /** Runs what the last resort got. */
  void runLastResort() {
    while (!lastResort.isEmpty()) {
      lastResort.remove().run();
    }
  }

  /** The next submission that the log gets. */
  StoreIfValid<?> submitted() {
    return log.expectMsgClass(StoreIfValid.class);
  }

  void asks(int token, Note note, String... past) {
    asks(token, note, past.length, past);
  }

  /** The log asks about the note on that past, and shows so many events of it. */
  void asks(int token, Note note, int shown, String... past) {
    open.onValidationRequest(
        new ValidationRequest<>(
            token(token), event(note), page(note.scope(), 0, shown, past), prefixOf(past)),
        log.getRef());
  }

  void shows(int token, String scope, int after, int upTo, String... past) {
    open.onPage(token(token), page(scope, after, upTo, past));
  }

  private static PastEvents<Note> page(String scope, int after, int upTo, String... past) {
    List<StoredEvent<Note>> events = new ArrayList<>();
    for (int i = after; i < upTo; i++) {
      events.add(
          new StoredEvent<>(
              new ScopeId(scope),
              i + 1L,
              idOf(past[i]),
              Instant.EPOCH,
              Note.of(scope, past[i]),
              false));
    }
    return new PastEvents<>(
        prefixOf(List.of(past).subList(0, after).toArray(String[]::new)), events);
  }

  static LogPrefix prefixOf(String... texts) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (String text : texts) {
      prefix = prefix.followedBy(idOf(text));
    }
    return prefix;
  }

  void tooLate(int token) {
    open.onTooLate(token(token));
  }

  static ValidationToken token(int number) {
    return new ValidationToken(0, number);
  }

  void accepts(Note note, long sequenceNr) {
    ends(new Result.Accepted<>(event(note), sequenceNr, null, false));
  }

  void ends(Result<Note, Reason, Object> result) {
    open.onResult(result);
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    open.sweep();
  }

  void closes() {
    open.close();
  }

  boolean hasMessages() {
    return log.msgAvailable();
  }

  Conversations<List<String>, Note, Reason> conversations() {
    return conversations;
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}
