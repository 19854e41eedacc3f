package io.atomicstore.engine;

import com.typesafe.config.Config;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.ActorSystem;

/**
 * A process that stores events until it is killed. It writes a line "submit scope id text" before
 * each submission, and "accepted scope id sequenceNr" or "rejected scope id -" once it has the
 * result.
 */
final class KilledStore {

  static final int SCOPES = 4;
  static final int ORIGINATORS = 8;

  /** Ends every line that was not cut off. */
  static final String END = " .";

  private KilledStore() {}

  /**
   * Stores until it is killed.
   *
   * @param args the store's directory, and a number that sets apart the texts of this run
   */
  public static void main(String[] args) {
    Config config = StoreUnderTest.onRocksDb(Path.of(args[0]));
    ActorSystem system = ActorSystem.create("killed", config);
    AtomicStore<Note, Reason> store =
        StoreUnderTest.builder().snapshotEvents(50).liveLogsMax(2).start(system);
    for (int i = 0; i < ORIGINATORS; i++) {
      String name = args[1] + "/" + i;
      new Thread(() -> storeForEver(store, name), name).start();
    }
  }

  private static void storeForEver(AtomicStore<Note, Reason> store, String name) {
    for (int i = 0; ; i++) {
      Note note = Note.of("scope-" + Math.floorMod((name + i).hashCode(), SCOPES), name + "/" + i);
      StoreIfValid<Note> submission = StoreIfValid.of(note);
      say("submit", note, submission.eventId(), note.text());
      Result<Note, Reason, String> result = resultOf(store, submission);
      if (result instanceof Result.Accepted<Note, Reason, String> accepted) {
        say("accepted", note, submission.eventId(), "" + accepted.sequenceNr());
      } else if (result instanceof Result.Rejected) {
        say("rejected", note, submission.eventId(), "-");
      }
    }
  }

  private static Result<Note, Reason, String> resultOf(
      AtomicStore<Note, Reason> store, StoreIfValid<Note> submission) {
    try {
      return store
          .storeIfValid(submission, KilledStore::unlessItEndsIn7)
          .toCompletableFuture()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new CompletionException(e);
    }
  }

  static Decision<Reason, String> unlessItEndsIn7(Note note, java.util.List<Note> past) {
    return note.text().endsWith("7") ? Decision.reject(Reason.UNWANTED) : Decision.accept();
  }

  private static void say(String word, Note note, EventId id, String last) {
    synchronized (System.out) {
      System.out.println(word + " " + note.scope() + " " + id + " " + last + END);
      System.out.flush();
    }
  }
}
