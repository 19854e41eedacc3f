package io.atomicstore.originator;

import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Judgement;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An originator of notes by {@link TextsFold}, whose logs, clock and executor are the test's. A
 * text names its event id.
 */
final class OriginatorUnderTest implements LogLine<Note, Reason>, StateFaults {

  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final Duration GRACE = Duration.ofSeconds(20);

  /** What logs get. */
  sealed interface ToLog {}

  record Submitted(
      ProspectiveEvent<Note> event, Duration timeout, Judgement<Reason, Object> judgement)
      implements ToLog {

    /** What the originator knew of the log when it decided. */
    LogPrefix decidedOn() {
      return ((Judgement.Decided<Reason, Object>) judgement).known();
    }
  }

  record Fetched(ValidationToken token, long afterSequenceNr) implements ToLog {}

  record Responded(ValidationToken token, Decision<Reason, Object> decision) implements ToLog {}

  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> lastResort = new ArrayDeque<>();
  private final BlockingQueue<ToLog> messages = new LinkedBlockingQueue<>();
  private final List<ScopeId> thrownAway = new ArrayList<>();
  private final OpenConversations<List<String>, Note, Reason> open;
  private final Conversations<List<String>, Note, Reason> conversations;

  private OriginatorUnderTest(
      Conversations.Judging<List<String>, Note, Reason> judging,
      OriginatorSettings settings,
      @Nullable Executor executor) {
    this.open =
        new OpenConversations<>(
            Reason.TIMED_OUT,
            executor == null ? tasks::add : executor,
            lastResort::add,
            nanos::get);
    this.conversations =
        new Conversations<>(
            new Conversations.Surroundings<>(judging, decision -> decision, open, this, this),
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

  @Override
  public void submit(
      ProspectiveEvent<Note> event, Duration timeout, Judgement<Reason, Object> judgement) {
    messages.add(new Submitted(event, timeout, judgement));
  }

  /** The next submission that the log gets. */
  Submitted submitted() {
    return next(Submitted.class);
  }

  Fetched fetched() {
    return next(Fetched.class);
  }

  Responded responded() {
    return next(Responded.class);
  }

  private <T extends ToLog> T next(Class<T> expected) {
    try {
      ToLog next = messages.poll(10, TimeUnit.SECONDS);
      if (!expected.isInstance(next)) {
        throw new AssertionError("the log expected to get " + expected + ", found " + next);
      }
      return expected.cast(next);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  boolean hasMessages() {
    return !messages.isEmpty();
  }

  void asks(int token, Note note, String... past) {
    asks(token, note, past.length, past);
  }

  /** The log asks about the note on that past, and shows so many events of it. */
  void asks(int token, Note note, int shown, String... past) {
    open.onValidationRequest(
        new Asking(token(token)), event(note), page(note.scope(), 0, shown, past), prefixOf(past));
  }

  /** The log asks about a note of another process, and shows so many events of that past. */
  void asksForAnother(int token, Note note, int shown, String... past) {
    conversations.validate(
        new Asking(token(token)), event(note), page(note.scope(), 0, shown, past), prefixOf(past));
  }

  /** The same, showing nothing but what follows so many events. */
  void asksForAnotherAfter(int token, Note note, int after, String... past) {
    conversations.validate(
        new Asking(token(token)),
        event(note),
        page(note.scope(), after, past.length, past),
        prefixOf(past));
  }

  void othersAreGone() {
    open.onOthersGone();
  }

  private final class Asking implements AskingLog<Reason> {

    private final ValidationToken token;

    Asking(ValidationToken token) {
      this.token = token;
    }

    @Override
    public ValidationToken token() {
      return token;
    }

    @Override
    public void fetch(long afterSequenceNr) {
      messages.add(new Fetched(token, afterSequenceNr));
    }

    @Override
    public void respond(Decision<Reason, Object> decision) {
      messages.add(new Responded(token, decision));
    }
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
              new Note(scope, past[i]),
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

  Conversations<List<String>, Note, Reason> conversations() {
    return conversations;
  }

  @Override
  public void thrownAway(ScopeId scopeId, Throwable cause) {
    thrownAway.add(scopeId);
  }

  @Override
  public void notWeighed(ScopeId scopeId, Throwable cause) {
    throw new AssertionError("expected to weigh the state of " + scopeId, cause);
  }

  /** Whose states were thrown away, since they may be half changed. */
  List<ScopeId> thrownAway() {
    return thrownAway;
  }
}
