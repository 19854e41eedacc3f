package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.Props;

/**
 * Answers the senders of messages that a log did not read, because it ended with them in its
 * mailbox or before they came.
 */
final class UnreadMessages extends AbstractActor {

  private final ActorPath above;

  private UnreadMessages(ActorPath above) {
    this.above = above;
  }

  /**
   * @param above the actor whose children, or grandchildren, are logs
   */
  static Props props(ActorPath above) {
    return Props.create(UnreadMessages.class, () -> new UnreadMessages(above));
  }

  @Override
  public void preStart() {
    getContext().getSystem().getEventStream().subscribe(getSelf(), DeadLetter.class);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().match(DeadLetter.class, this::onDeadLetter).build();
  }

  private void onDeadLetter(DeadLetter unread) {
    ActorPath path = unread.recipient().path();
    if (!isForLog(unread.message()) || !isBelow(path)) {
      return;
    }
    ScopeId scopeId = Scopes.fromName(path.name());
    Object refusal =
        Receptionist.refusalOf(scopeId, unread.message(), "the log ended before it read this");
    if (refusal != null) {
      unread.sender().tell(refusal, getSelf());
    }
  }

  private static boolean isForLog(Object message) {
    return message instanceof StoreIfValid
        || message instanceof ValidationResponse
        || message instanceof QueryEvents;
  }

  private boolean isBelow(ActorPath path) {
    return path.parent().equals(above) || path.parent().parent().equals(above);
  }
}
