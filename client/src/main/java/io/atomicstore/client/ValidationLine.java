package io.atomicstore.client;

import io.atomicstore.originator.Conversations;
import io.atomicstore.originator.OpenConversations;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of the server's requests to a validator of others' events. */
final class ValidationLine<S, E> implements StreamKeeper.Listener {

  private static final Logger LOGGER = LoggerFactory.getLogger(AtomicStoreClient.class);

  /** A log asks for one validation at a time: with more, so many scopes wait for the executor. */
  private static final int OPEN_VALIDATIONS_MAX = 10_000;

  private final ConversationReader<E> reader;
  private final OpenConversations<S, WireEvent<E>, WireReason> open;
  private final Conversations<S, WireEvent<E>, WireReason> conversations;

  ValidationLine(
      EventFormat<E> format,
      OpenConversations<S, WireEvent<E>, WireReason> open,
      Conversations<S, WireEvent<E>, WireReason> conversations) {
    this.reader = new ConversationReader<>(format);
    this.open = open;
    this.conversations = conversations;
  }

  @Override
  public void onOpen(OriginateStream stream, Welcome welcome) {
    // The server asks when it wants to.
  }

  @Override
  public void onStopping(OriginateStream stream) {
    // What it still asks is answered.
  }

  @Override
  public void onLost(OriginateStream stream, String cause, boolean isHopeless) {
    open.onOthersGone();
  }

  @Override
  public void onMessage(OriginateStream stream, AtomicStoreMessage message) {
    switch (message.getTypeCase()) {
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

  private void onRequest(OriginateStream stream, ValidationRequest request) {
    if (open.openValidations() >= OPEN_VALIDATIONS_MAX) {
      LOGGER.warn(
          "scope={} is not validated, since {} others wait; its deadline will pass",
          request.getScopeId(),
          OPEN_VALIDATIONS_MAX);
      return;
    }
    conversations.validate(
        AskingStream.of(stream, request),
        reader.prospectiveEvent(request),
        reader.firstPage(request),
        ConversationReader.prefix(request.getPast()));
  }
}
