package io.atomicstore.client;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.originator.AskingLog;
import io.atomicstore.protocol.ValidationRequest;

/**
 * A log that asks over a stream.
 *
 * @param tokenText the token as the log knows it
 */
record AskingStream(OriginateStream stream, String scopeId, String tokenText, ValidationToken token)
    implements AskingLog<WireReason> {

  static AskingStream of(OriginateStream stream, ValidationRequest request) {
    return new AskingStream(
        stream,
        request.getScopeId(),
        request.getToken(),
        ConversationReader.token(request.getToken()));
  }

  @Override
  public void fetch(long afterSequenceNr) {
    stream.send(ConversationWriter.fetch(scopeId, tokenText, afterSequenceNr));
  }

  @Override
  public void respond(Decision<WireReason, Object> decision) {
    stream.send(ConversationWriter.response(scopeId, tokenText, decision));
  }
}
