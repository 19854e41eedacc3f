package io.atomicstore.client;

import io.atomicstore.core.EventId;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.LogLine;
import io.atomicstore.originator.OpenConversations;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.Welcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one originator's submissions to the server and back. What was sent on a stream that
 * breaks ends as unknown; what is to be sent while there is none, as unavailable.
 */
final class SubmissionLine<E> implements StreamKeeper.Listener, LogLine<WireEvent<E>, WireReason> {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreClient.class);

  /** What gRPC takes by itself. */
  private static final int MESSAGE_BYTES_MAX_UNLESS_TOLD = 4 << 20;

  /** How submissions are judged. */
  enum Judge {
    THIS_ORIGINATOR,
    /** Whoever validates for others. */
    SOMEBODY_ELSE
  }

  /** Hears when submissions can be sent, and when they can't. Must not block. */
  interface Listener {

    /** From now on they can; so many may have no result yet. */
    void onOpen(int submissionsMax);

    /** They can't. */
    void onClosed(String cause, boolean isHopeless);
  }

  private record Key(ScopeId scopeId, EventId eventId) {}

  private record Sent<E>(ProspectiveEvent<WireEvent<E>> event, OriginateStream stream) {}

  private record Live(OriginateStream stream, Welcome welcome) {}

  private final Judge judge;
  private final ConversationReader<E> reader;
  private final OpenConversations<?, WireEvent<E>, WireReason> open;
  private final Listener listener;
  private final Map<Key, Sent<E>> sent = new ConcurrentHashMap<>();
  private volatile @Nullable Live live;

  SubmissionLine(
      Judge judge,
      EventFormat<E> format,
      OpenConversations<?, WireEvent<E>, WireReason> open,
      Listener listener) {
    this.judge = judge;
    this.reader = new ConversationReader<>(format);
    this.open = open;
    this.listener = listener;
  }

  @Override
  public void submit(
      ProspectiveEvent<WireEvent<E>> event,
      Duration timeout,
      Judgement<WireReason, Object> judgement) {
    Live current = live;
    if (current == null) {
      open.onResult(new Result.Unavailable<>(event, "not connected"));
      return;
    }
    AtomicStoreMessage message =
        judge == Judge.SOMEBODY_ELSE && judgement instanceof Judgement.Ask
            ? ConversationWriter.delegated(event, timeout)
            : ConversationWriter.judged(event, timeout, judgement);
    String refusal = refusalOf(message, current.welcome());
    if (refusal != null) {
      open.onResult(new Result.Refused<>(event, refusal));
      return;
    }
    Key key = new Key(event.scopeId(), event.eventId());
    Sent<E> sending = new Sent<>(event, current.stream());
    sent.put(key, sending);
    current.stream().send(message);
    if (current.stream().isLost() && sent.remove(key, sending)) {
      open.onResult(new Result.Unknown<>(event, "the connection broke"));
    }
  }

  /** Null if the server will read the message; one that it does not would end the stream. */
  private static @Nullable String refusalOf(AtomicStoreMessage message, Welcome welcome) {
    int bytesMax =
        welcome.getMessageBytesMax() == 0
            ? MESSAGE_BYTES_MAX_UNLESS_TOLD
            : welcome.getMessageBytesMax();
    int bytes = message.getSerializedSize();
    return bytes <= bytesMax
        ? null
        : "a submission may have at most "
            + bytesMax
            + " bytes with all that goes with it, found "
            + bytes;
  }

  /** Nobody waits for the result of this submission any more. */
  @SuppressWarnings("ReferenceEquality") // The same event may have been sent again since.
  void forget(ProspectiveEvent<WireEvent<E>> event) {
    sent.computeIfPresent(
        new Key(event.scopeId(), event.eventId()),
        (key, found) -> found.event() == event ? null : found);
  }

  @Override
  public void onOpen(OriginateStream stream, Welcome welcome) {
    live = new Live(stream, welcome);
    listener.onOpen(
        welcome.getOpenSubmissionsMax() == 0 ? Integer.MAX_VALUE : welcome.getOpenSubmissionsMax());
  }

  @Override
  public void onStopping(OriginateStream stream) {
    live = null;
    listener.onClosed("the server is stopping", false);
  }

  @Override
  public void onLost(OriginateStream stream, String cause, boolean isHopeless) {
    live = null;
    listener.onClosed(cause, isHopeless);
    sent.forEach(
        (key, one) -> {
          if (one.stream().equals(stream) && sent.remove(key, one)) {
            open.onResult(new Result.Unknown<>(one.event(), cause));
          }
        });
  }

  @Override
  public void onMessage(OriginateStream stream, AtomicStoreMessage message) {
    switch (message.getTypeCase()) {
      case RESULT -> onResult(message.getResult());
      case VALIDATION_REQUEST -> onRequest(stream, message.getValidationRequest());
      case PAST_EVENTS_PAGE ->
          open.onPage(
              ConversationReader.token(message.getPastEventsPage().getToken()),
              reader.page(message.getPastEventsPage()));
      case RESPONSE_TOO_LATE ->
          open.onTooLate(ConversationReader.token(message.getResponseTooLate().getToken()));
      default ->
          // A newer server may say more than this client understands.
          LOGGER.debug("passed over a message of type {}", message.getTypeCase());
    }
  }

  private void onResult(io.atomicstore.protocol.Result message) {
    Key key = keyOf(message.getScopeId(), message.getEventId());
    Sent<E> found = sent.get(key);
    if (found == null) {
      LOGGER.debug("scope={} a result came for nobody", key.scopeId());
      return;
    }
    Result<WireEvent<E>, WireReason, Object> result = ResultReader.read(found.event(), message);
    if (sent.remove(key, found)) {
      open.onResult(result);
    }
  }

  private void onRequest(OriginateStream stream, ValidationRequest request) {
    Sent<E> found = sent.get(keyOf(request.getScopeId(), request.getEventId()));
    if (found != null) {
      open.onValidationRequest(
          AskingStream.of(stream, request),
          found.event(),
          reader.firstPage(request),
          ConversationReader.prefix(request.getPast()));
    }
  }

  private static Key keyOf(String scopeId, String eventId) {
    return new Key(new ScopeId(scopeId), EventId.parse(eventId));
  }
}
