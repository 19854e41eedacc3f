package io.atomicstore.engine;

import com.typesafe.config.Config;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.LogLimits;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.OriginatorSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;

/**
 * A process that stores events in every way there is until it is killed. It writes a line "submit
 * scope id text events", or "submit-sealing", before each submission, and once it has the result
 * "accepted scope id sequenceNr meta", "sealed scope id sequenceNr meta", "rejected scope id - -"
 * or "unstored scope id - -". The meta of an accepted event is the number of events it was judged
 * on.
 */
final class KilledStore {

  static final int SCOPES = 4;
  static final int ORIGINATORS = 8;

  /** Ends every line that was not cut off. */
  static final String END = " .";

  /** Counts the events, and rejects every tenth. */
  static final class Counting implements FoldValidator<Integer, Note, Reason, String> {

    @Override
    public Integer initial(ScopeId scopeId) {
      return 0;
    }

    @Override
    public Integer apply(Integer count, Note note) {
      return count + 1;
    }

    @Override
    public Decision<Reason, String> decide(Integer count, Note note) {
      return unlessItEndsIn7(note, count);
    }
  }

  private final AtomicStore<Note, Reason> store;
  private final Originator<Note, Reason, String> ahead;
  private final Originator<Note, Reason, String> asked;
  private final String run;

  private KilledStore(AtomicStore<Note, Reason> store, String run) {
    this.store = store;
    this.run = run;
    this.ahead = store.originator(new Counting());
    this.asked =
        store.originator(new Counting(), OriginatorSettings.DEFAULT.withDecidesAhead(false));
  }

  /** Little in memory: every way to read back is taken again and again. */
  static AtomicStoreBuilder<Note, Reason> settings(AtomicStoreBuilder<Note, Reason> builder) {
    return builder
        .plugins("atomic-store.rocksdb")
        .limits(LogLimits.DEFAULT.withRecentIdsMax(10))
        .snapshotEvents(50)
        .tailBytesMax(500)
        .pageBytesMax(1024)
        .liveLogsMax(3);
  }

  /**
   * Stores until it is killed.
   *
   * @param args the store's directory, and a number that sets apart the texts of this run
   */
  public static void main(String[] args) {
    Config config = StoreUnderTest.onRocksDb(Path.of(args[0]));
    ActorSystem system = ActorSystem.create("killed", config);
    AtomicStore<Note, Reason> store = settings(StoreUnderTest.builder()).start(system);
    KilledStore killed = new KilledStore(store, args[1]);
    for (int i = 0; i < ORIGINATORS; i++) {
      int originator = i;
      new Thread(() -> killed.storeForEver(originator), "originator-" + i).start();
    }
  }

  private void storeForEver(int originator) {
    Random random = new Random();
    StoreIfValid<Note> accepted = null;
    for (int i = 0; ; i++) {
      StoreIfValid<Note> submission = submission(originator, i, random);
      if (store(originator, submission, false) && random.nextInt(10) == 0) {
        accepted = accepted == null ? submission : accepted;
      }
      if (accepted != null && random.nextInt(5) == 0) {
        // Long ago by now: not in memory any more.
        store(originator, accepted, true);
        accepted = null;
      }
    }
  }

  private StoreIfValid<Note> submission(int originator, int nth, Random random) {
    boolean isSealing = originator == 7 && nth % 20 == 19;
    String scope =
        originator == 7 ? "sealed-" + run + "-" + nth / 20 : "scope-" + random.nextInt(SCOPES);
    int events = originator == 4 || isSealing ? 1 + random.nextInt(4) : 1;
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      notes.add(Note.of(scope, run + "/" + originator + "/" + i + "/" + nth));
    }
    StoreIfValid<Note> submission = StoreIfValid.ofAll(notes);
    return isSealing ? submission.sealingLog() : submission;
  }

  private boolean store(int originator, StoreIfValid<Note> submission, boolean isRepeated) {
    Note note = submission.event();
    String submit = submission.sealsLog() ? "submit-sealing" : "submit";
    say(submit, note, submission.eventId(), note.text(), "" + submission.events().size());
    Result<Note, Reason, String> result =
        submit(originator, submission).toCompletableFuture().join();
    if (result instanceof Result.Accepted<Note, Reason, String> accepted) {
      String word = submission.sealsLog() ? "sealed" : "accepted";
      say(word, note, submission.eventId(), "" + accepted.sequenceNr(), "" + accepted.meta());
      return true;
    } else if (isRepeated) {
      // Says nothing about what became of it before.
      return false;
    } else if (result instanceof Result.Rejected) {
      say("rejected", note, submission.eventId(), "-", "-");
    } else if (!(result instanceof Result.Unknown)) {
      say("unstored", note, submission.eventId(), "-", "-");
    }
    return false;
  }

  private CompletionStage<Result<Note, Reason, String>> submit(
      int originator, StoreIfValid<Note> submission) {
    return switch (originator) {
      case 0, 1 ->
          store.storeIfValid(submission, (note, past) -> unlessItEndsIn7(note, past.size()));
      case 2 -> asked.storeIfValid(submission);
      case 3 -> store.storeIfUnchanged(submission, new Random().nextInt(50));
      default -> ahead.storeIfValid(submission);
    };
  }

  static Decision<Reason, String> unlessItEndsIn7(Note note, int pastEvents) {
    return note.text().endsWith("7") && !note.scope().startsWith("sealed")
        ? Decision.reject(Reason.UNWANTED)
        : Decision.<Reason, String>accept().withMeta("" + pastEvents);
  }

  private static void say(String word, Note note, EventId id, String third, String fourth) {
    synchronized (System.out) {
      System.out.println(word + " " + note.scope() + " " + id + " " + third + " " + fourth + END);
      System.out.flush();
    }
  }
}
