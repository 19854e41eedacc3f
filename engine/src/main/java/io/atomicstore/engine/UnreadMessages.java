package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.Props;
import org.jspecify.annotations.Nullable;

/**
 * Answers the senders of messages that a log did not read, because it ended with them in its
 * mailbox or before they came.
 */
final class UnreadMessages extends AbstractActor {

  private final ActorPath above;
  private final Scopes<?> scopes;

  private UnreadMessages(ActorPath above, Scopes<?> scopes) {
    this.above = above;
    this.scopes = scopes;
  }

  /**
   * @param above the actor whose children, or grandchildren, are logs
   */
  static Props props(ActorPath above, Scopes<?> scopes) {
    return Props.create(UnreadMessages.class, () -> new UnreadMessages(above, scopes));
  }

  @Override
  public void preStart() {
    getContext().getSystem().getEventStream().subscribe(getSelf(), DeadLetter.class);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().match(DeadLetter.class, this::onUnread).build();
  }

  private void onUnread(DeadLetter unread) {
    Object message = Scopes.unwrap(unread.message());
    ActorPath path = unread.recipient().path();
    if (!Scopes.isForLog(message) || !isWithin(path)) {
      return;
    }
    ScopeId scopeId = scopeOf(unread.message());
    if (scopeId == null && Scopes.namesNoScope(message)) {
      // Without its envelope it can only have been sent to the log itself.
      scopeId = Scopes.fromName(path.name());
    }
    if (scopeId == null) {
      return;
    }
    Object refusal = Receptionist.refusalOf(scopeId, message, "the log ended before it read this");
    if (refusal != null) {
      unread.sender().tell(refusal, getSelf());
    }
  }

  private boolean isWithin(ActorPath path) {
    return path.equals(above)
        || path.parent().equals(above)
        || path.parent().parent().equals(above);
  }

  /** The scope that the message itself tells; null if it tells none of this store. */
  private @Nullable ScopeId scopeOf(Object message) {
    try {
      return scopes.scopeOf(message);
    } catch (RuntimeException e) {
      // An event of another store.
      return null;
    }
  }
}
