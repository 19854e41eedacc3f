package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.SubscribedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.stream.javadsl.Source;

/**
 * A process that stores events and subscribes to them until it is killed. It writes a line "all
 * scope sequenceNr text token" for each event that the subscriber to all scopes gets, and "one
 * scope sequenceNr text -" for each that the subscriber to its scope gets.
 */
final class KilledSubscribers {

  /** Stands for the token where there is none yet. */
  static final String NO_TOKEN = "-";

  static final List<String> SCOPES = IntStream.range(0, 4).mapToObj(nr -> "scope-" + nr).toList();

  private static final int WRITERS = 4;

  private KilledSubscribers() {}

  /**
   * Stores and subscribes until it is killed.
   *
   * @param args the store's directory, a number that sets apart the texts of this run, the last
   *     token, and the sequence number of the last event delivered of each scope
   */
  public static void main(String[] args) {
    StoreUnderTest test = new StoreUnderTest(Path.of(args[0]), KilledStore::settings);
    List<CompletionStage<Done>> subscribers = new ArrayList<>();
    subscribers.add(
        subscribeToAll(test.store(), args[2])
            .runForeach(next -> say("all", next.event(), next.token()), test.system()));
    List<String> lastSequenceNrs = Arrays.asList(args).subList(3, args.length);
    for (int i = 0; i < SCOPES.size(); i++) {
      long after = Long.parseLong(lastSequenceNrs.get(i));
      subscribers.add(
          test.store()
              .subscribe(new ScopeId(SCOPES.get(i)), after)
              .runForeach(event -> say("one", event, NO_TOKEN), test.system()));
    }
    for (CompletionStage<Done> subscriber : subscribers) {
      // The test finds a line that it does not know.
      subscriber.whenComplete((done, failure) -> System.out.println("ended " + failure + " ."));
    }
    RandomWriters writers = RandomWriters.ofDecidedEvents(test.store(), SCOPES);
    for (int i = 0; i < WRITERS; i++) {
      String writer = args[1] + "/" + i;
      new Thread(() -> writers.store(writer, Integer.MAX_VALUE, new Random()), writer).start();
    }
  }

  static Source<SubscribedEvent<Note>, ?> subscribeToAll(
      AtomicStore<Note, Reason> store, String token) {
    return token.equals(NO_TOKEN) ? store.subscribeAll() : store.subscribeAll(token);
  }

  private static void say(String word, StoredEvent<Note> event, String token) {
    String place = event.scopeId() + " " + event.sequenceNr() + " " + event.event().text();
    synchronized (System.out) {
      System.out.println(word + " " + place + " " + token + KilledStore.END);
      System.out.flush();
    }
  }
}
