package io.atomicstore.engine;

import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.Submission;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorRef;

/** Makes what the rules of one log take of what originators send. */
final class Submissions<E, R> {

  private final ScopeId scopeId;
  private final StoreSettings<E, R> settings;

  Submissions(ScopeId scopeId, StoreSettings<E, R> settings) {
    this.scopeId = scopeId;
    this.settings = settings;
  }

  /** What the originator submits, as results show it. */
  ProspectiveEvent<E> prospectiveEvent(StoreIfValid<?> message) {
    List<E> events = new ArrayList<>(message.events().size());
    message.events().forEach(event -> events.add(settings.eventClass().cast(event)));
    return new ProspectiveEvent<>(scopeId, message.eventId(), events, message.sealsLog());
  }

  /**
   * The submission, with its events as they will be stored.
   *
   * @throws NotSerializableException if an event can't be written, or not be read again
   */
  @SuppressWarnings("unchecked") // The reasons and metas are those of the store's originators.
  Submission<E, R, Object, Addressee> submission(
      StoreIfValid<?> message, ProspectiveEvent<E> event, ActorRef originator, long nowNanos)
      throws NotSerializableException {
    List<SerializedValue> serialized = new ArrayList<>(event.events().size());
    long sizeBytes = 0;
    for (E one : event.events()) {
      SerializedValue value = settings.codec().serializeToStore(one);
      serialized.add(value);
      sizeBytes += value.sizeBytes();
    }
    return new Submission<>(
        event,
        (Judgement<R, Object>) message.judgement(),
        Fingerprints.of(serialized, message.sealsLog()),
        (int) Math.min(sizeBytes, Integer.MAX_VALUE),
        Addressee.originator(originator, serialized, message.keepsShownEvents()),
        nowNanos,
        message.timeout() == null ? Long.MAX_VALUE : nowNanos + message.timeout().toNanos());
  }
}
