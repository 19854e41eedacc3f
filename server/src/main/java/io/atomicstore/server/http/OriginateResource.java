package io.atomicstore.server.http;

import static io.atomicstore.server.http.Route.GET;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.server.conversation.OriginateCall;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessDenied;
import io.atomicstore.server.security.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;

/** The conversation of an originator over WebSocket, in Protobuf's JSON. */
final class OriginateResource {

  private static final String SUBPROTOCOL = "atomic-store";

  /** Browsers can't set headers on a WebSocket, but subprotocols. */
  private static final String TOKEN_SUBPROTOCOL = "bearer.";

  private static final JsonFormat.Parser PARSER = JsonFormat.parser();

  private final HttpParts parts;
  private final Origins origins;
  private final WebSockets webSockets;
  private final Materializer materializer;
  private final IncomingText incomingText;

  OriginateResource(HttpParts parts, Origins origins, WebSockets webSockets) {
    this.parts = parts;
    this.origins = origins;
    this.webSockets = webSockets;
    this.materializer = Materializer.matFromSystem(parts.system());
    // As many characters at most as bytes.
    this.incomingText = new IncomingText(parts.calls().limits().jsonBytesMax(), materializer);
  }

  Route route() {
    // Lets in by itself: the token may be in another place.
    return new Route(GET, "/originate", Route.Admission.ANYBODY, Set.of(), this::begin);
  }

  private CompletionStage<HttpResponse> begin(Call call) {
    HttpRequest request = call.request();
    WebSocketUpgrade upgrade =
        request
            .getAttribute(AttributeKeys.webSocketUpgrade)
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemType.UPGRADE_REQUIRED,
                            "expected the handshake of a WebSocket, version 13")
                        .withHeader("Upgrade", "websocket")
                        .asException());
    origins.checkOrigin(request);
    List<String> offered = new ArrayList<>();
    upgrade.getRequestedProtocols().forEach(offered::add);
    Access access = admit(request, offered);
    WebSocketPeer peer = new WebSocketPeer(parts.calls().limits(), materializer);
    // Nothing begins before the connection has become a WebSocket.
    Flow<Message, Message, ?> handler =
        Flow.fromMaterializer((running, attributes) -> handler(peer, access));
    HttpResponse response =
        offered.isEmpty()
            ? upgrade.handleMessagesWith(handler)
            : upgrade.handleMessagesWith(handler, SUBPROTOCOL);
    return Answers.now(webSockets.kept(response, peer));
  }

  private Access admit(HttpRequest request, List<String> offered) {
    if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
      throw Problem.badRequest(
              "expected Sec-WebSocket-Protocol to offer " + SUBPROTOCOL + ", or to be left out")
          .asException();
    }
    String authorization = Call.header(request, "authorization");
    for (String protocol : offered) {
      if (authorization == null && protocol.startsWith(TOKEN_SUBPROTOCOL)) {
        authorization = "Bearer " + protocol.substring(TOKEN_SUBPROTOCOL.length());
      }
    }
    Access access = Denials.admit(parts.accessControl(), authorization);
    AccessDenied denial = access.denial(Verb.ORIGINATE);
    if (denial != null && access.denial(Verb.VALIDATE) != null) {
      throw Denials.problem(denial).asException();
    }
    return access;
  }

  private Flow<Message, Message, NotUsed> handler(WebSocketPeer peer, Access access) {
    OriginateCall call = parts.calls().begin(peer, access);
    Sink<Message, NotUsed> incoming =
        Flow.of(Message.class)
            .mapAsync(1, incomingText::read)
            .toMat(
                Sink.<String>foreach(text -> call.onNext(parsed(text))),
                (nothing, done) -> {
                  done.whenComplete((end, failure) -> ended(peer, call, failure));
                  return nothing;
                });
    return Flow.fromSinkAndSource(incoming, peer.messages());
  }

  private static AtomicStoreMessage parsed(String text) {
    AtomicStoreMessage.Builder message = AtomicStoreMessage.newBuilder();
    try {
      PARSER.merge(text, message);
    } catch (InvalidProtocolBufferException e) {
      throw new IncomingText.UnusableException(
          Closing.invalid("expected an AtomicStoreMessage in JSON: " + e.getMessage()));
    }
    return message.build();
  }

  /** Nothing more comes from the peer. */
  private static void ended(WebSocketPeer peer, OriginateCall call, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof IncomingText.UnusableException unusable) {
      peer.fail(unusable.closing());
    }
    call.onError(
        cause == null ? new IllegalStateException("the peer closed the WebSocket") : cause);
  }
}
