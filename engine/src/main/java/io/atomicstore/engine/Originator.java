package io.atomicstore.engine;

import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the result of one submission, or for the answer to one query. Equal to another if
 * it is the same actor.
 *
 * <p>An actor that was asked (Pekko's ask pattern) ends with its first answer, so it can get the
 * validation request but not the result as well. Then the result goes to whoever responds.
 */
final class Originator {

  private final ActorRef ref;
  private final @Nullable SerializedValue event;
  private @Nullable ActorRef responder;

  /** One who submits {@code event}. */
  Originator(ActorRef ref, SerializedValue event) {
    this.ref = ref;
    this.event = event;
  }

  /** One who asks. */
  Originator(ActorRef ref) {
    this.ref = ref;
    this.event = null;
  }

  static boolean isOneShot(ActorRef ref) {
    var elements = ref.path().getElements().iterator();
    return elements.hasNext() && elements.next().equals("temp");
  }

  ActorRef ref() {
    return ref;
  }

  /** The submitted event as it will be stored. */
  SerializedValue event() {
    if (event == null) {
      throw new IllegalStateException(ref + " has asked, not submitted");
    }
    return event;
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
  public boolean equals(Object other) {
    return other instanceof Originator that && isSame(ref, that.ref);
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
