package io.atomicstore.server.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Puts the messages of a WebSocket together, which come in pieces.
 *
 * @param charactersMax of one message
 */
record IncomingText(int charactersMax, Materializer materializer) {

  /** Ends a conversation: what came is no message of it. */
  static final class UnusableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Closing closing;

    UnusableException(Closing closing) {
      super(closing.reason(), null, false, false);
      this.closing = closing;
    }

    Closing closing() {
      return closing;
    }
  }

  /** Fails with an {@link UnusableException}, or with the connection. */
  CompletionStage<String> read(Message message) {
    if (!message.isText()) {
      message.asBinaryMessage().getStreamedData().runWith(Sink.cancelled(), materializer);
      return CompletableFuture.failedFuture(
          new UnusableException(Closing.unsupported("expected text, found a binary message")));
    }
    TextMessage text = message.asTextMessage();
    if (text.isStrict() && text.getStrictText().length() <= charactersMax) {
      return CompletableFuture.completedFuture(text.getStrictText());
    }
    return text.getStreamedText()
        .limitWeighted(charactersMax, piece -> (long) piece.length())
        .runFold(new StringBuilder(), StringBuilder::append, materializer)
        .thenApply(StringBuilder::toString)
        .exceptionally(this::fail);
  }

  private String fail(Throwable failure) {
    Throwable cause = failure.getCause();
    if ((cause == null ? failure : cause) instanceof StreamLimitReachedException) {
      throw new UnusableException(
          Closing.tooBig("a message may have at most " + charactersMax + " characters"));
    }
    throw failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }
}
