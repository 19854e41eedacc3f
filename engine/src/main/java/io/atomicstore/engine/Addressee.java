package io.atomicstore.engine;

import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the result of one submission, or for the answer to one query. Of submissions, equal
 * to another if it is the same actor.
 *
 * <p>An actor that was asked (Pekko's ask pattern) ends with its first answer, so it can get the
 * validation request but not the result as well. Then the result goes to whoever responds.
 */
final class Addressee {

  private final ActorRef ref;
  private final List<SerializedValue> events;
  private final boolean keepsShownEvents;
  private final @Nullable Object query;
  private @Nullable ActorRef responder;
  private @Nullable Cancellable overdue;

  private Addressee(
      ActorRef ref,
      List<SerializedValue> events,
      boolean keepsShownEvents,
      @Nullable Object query) {
    this.ref = ref;
    this.events = events;
    this.keepsShownEvents = keepsShownEvents;
    this.query = query;
  }

  /** An actor that submits. */
  static Addressee originator(ActorRef ref) {
    return new Addressee(ref, List.of(), false, null);
  }

  /**
   * One who submits {@code events}.
   *
   * @param keepsShownEvents whether it is shown no event twice
   */
  static Addressee originator(
      ActorRef ref, List<SerializedValue> events, boolean keepsShownEvents) {
    return new Addressee(ref, events, keepsShownEvents, null);
  }

  /** One who asks. */
  static Addressee asker(ActorRef ref, Object query) {
    return new Addressee(ref, List.of(), false, query);
  }

  static boolean isOneShot(ActorRef ref) {
    var elements = ref.path().getElements().iterator();
    return elements.hasNext() && elements.next().equals("temp");
  }

  ActorRef ref() {
    return ref;
  }

  /** The submitted events as they will be stored. */
  List<SerializedValue> events() {
    return events;
  }

  boolean keepsShownEvents() {
    return keepsShownEvents;
  }

  /** What was asked. */
  <T> T query(Class<T> queryClass) {
    return queryClass.cast(Objects.requireNonNull(query, "submitted, and did not ask"));
  }

  /** Notes what will ring when the query has waited long enough. */
  void overdueAt(Cancellable newOverdue) {
    overdue = newOverdue;
  }

  /** The query is answered. */
  void answered() {
    if (overdue != null) {
      overdue.cancel();
    }
  }

  /** Notes who sent the validation response. */
  void respondedBy(ActorRef newResponder) {
    responder = newResponder;
  }

  void tell(Object message, ActorRef sender) {
    ActorRef otherResponder = responder;
    if (otherResponder == null || isSame(otherResponder, ref)) {
      ref.tell(message, sender);
      return;
    }
    boolean isAsked = isOneShot(ref);
    if (!isAsked) {
      ref.tell(message, sender);
    }
    if (isAsked || isOneShot(otherResponder)) {
      otherResponder.tell(message, sender);
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // Pekko compares paths, even of one and the same reference.
  private static boolean isSame(ActorRef one, ActorRef other) {
    return one == other || one.equals(other);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // An actor may ask the same thing twice.
  public boolean equals(@Nullable Object other) {
    return other instanceof Addressee that && query == that.query && isSame(ref, that.ref);
  }

  @Override
  public int hashCode() {
    return ref.hashCode();
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
