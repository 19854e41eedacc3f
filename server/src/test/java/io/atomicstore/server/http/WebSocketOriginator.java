package io.atomicstore.server.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Expected;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An originator over WebSocket that says what a test tells it to, message by message. */
final class WebSocketOriginator implements WebSocket.Listener {

  /** How a WebSocket ended. */
  record End(int code, String reason) {}

  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  private WebSocketOriginator(HttpClient client, URI uri, String... protocols) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    if (protocols.length > 0) {
      String[] others = new String[protocols.length - 1];
      System.arraycopy(protocols, 1, others, 0, others.length);
      builder.subprotocols(protocols[0], others);
    }
    this.socket = HttpNode.get(builder.buildAsync(uri, this));
  }

  static WebSocketOriginator of(HttpNode node, String... protocols) {
    return at(node.port(), node, protocols);
  }

  /** One that connects by way of another port of the loopback interface. */
  static WebSocketOriginator at(int port, HttpNode node, String... protocols) {
    return new WebSocketOriginator(
        node.client(), URI.create("ws://localhost:" + port + "/originate"), protocols);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
    text.append(data);
    if (isLast) {
      heard.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    heard.add(new End(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    heard.add(cause);
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  WebSocket socket() {
    return socket;
  }

  void sendText(String message) {
    HttpNode.get(socket.sendText(message, true));
  }

  void send(AtomicStoreMessage message) {
    try {
      sendText(JsonFormat.printer().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  void hello(Hello.Builder hello) {
    send(AtomicStoreMessage.newBuilder().setHello(hello).build());
  }

  void submit(StoreIfValid.Builder submission) {
    send(AtomicStoreMessage.newBuilder().setStoreIfValid(submission).build());
  }

  /** A submission under a new event id. */
  static StoreIfValid.Builder event(String scope, String text) {
    return StoreIfValid.newBuilder()
        .setScopeId(scope)
        .setEventId(UUID.randomUUID().toString())
        .addEvents(ByteString.copyFromUtf8(text));
  }

  /** What a submission expects that nobody is asked about: the log ends there. */
  static Expected expected(long sequenceNr) {
    return Expected.newBuilder().setSequenceNr(sequenceNr).build();
  }

  void respond(ValidationResponse.Builder response) {
    send(AtomicStoreMessage.newBuilder().setValidationResponse(response).build());
  }

  static ValidationResponse.Builder yes(ValidationRequest request) {
    return ValidationResponse.newBuilder()
        .setScopeId(request.getScopeId())
        .setToken(request.getToken())
        .setValidationDidPass(true);
  }

  static ValidationResponse.Builder no(ValidationRequest request, String reason) {
    return yes(request).setValidationDidPass(false).setReason(reason);
  }

  AtomicStoreMessage next() {
    AtomicStoreMessage.Builder message = AtomicStoreMessage.newBuilder();
    try {
      JsonFormat.parser().merge(nextText(), message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return message.build();
  }

  String nextText() {
    Object next = anything();
    if (next instanceof String message) {
      return message;
    }
    throw new AssertionError("expected a message, found " + next);
  }

  ValidationRequest request() {
    AtomicStoreMessage message = next();
    if (!message.hasValidationRequest()) {
      throw new AssertionError("expected a request, found " + message);
    }
    return message.getValidationRequest();
  }

  Result result() {
    AtomicStoreMessage message = next();
    if (!message.hasResult()) {
      throw new AssertionError("expected a result, found " + message);
    }
    return message.getResult();
  }

  /** How the WebSocket ended, after whatever messages came before. */
  End end() {
    Object next = anything();
    while (next instanceof String) {
      next = anything();
    }
    if (next instanceof End end) {
      return end;
    }
    throw new AssertionError("expected the end of the WebSocket, found " + next);
  }

  /** How the connection broke, after whatever messages came before. */
  Throwable breakdown() {
    Object next = anything();
    while (next instanceof String) {
      next = anything();
    }
    if (next instanceof Throwable cause) {
      return cause;
    }
    throw new AssertionError("expected a broken connection, found " + next);
  }

  private Object anything() {
    try {
      Object next = heard.poll(HttpNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came within " + HttpNode.PATIENCE);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Breaks the connection. */
  void kill() {
    socket.abort();
  }
}
