package io.atomicstore.server.grpc;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Expected;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.LogPrefix;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An originator that says what a test tells it to, message by message. */
final class RawOriginator {

  private static final int PATIENCE_SECONDS = 20;
  private static final int READS_ALL = -1;

  private final ManagedChannel channel;
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private @Nullable ClientCallStreamObserver<AtomicStoreMessage> call;

  RawOriginator(ManagedChannel channel) {
    this(channel, READS_ALL);
  }

  /** One that reads so many messages, and more only when it is told to. */
  static RawOriginator reading(ManagedChannel channel, int messages) {
    return new RawOriginator(channel, messages);
  }

  private RawOriginator(ManagedChannel channel, int messages) {
    this.channel = channel;
    AtomicStoreGrpc.newStub(channel)
        .originate(
            new ClientResponseObserver<AtomicStoreMessage, AtomicStoreMessage>() {
              @Override
              public void beforeStart(ClientCallStreamObserver<AtomicStoreMessage> begun) {
                call = begun;
                if (messages != READS_ALL) {
                  begun.disableAutoRequestWithInitial(messages);
                }
              }

              @Override
              public void onNext(AtomicStoreMessage message) {
                heard.add(message);
              }

              @Override
              public void onError(Throwable cause) {
                heard.add(Status.fromThrowable(cause));
              }

              @Override
              public void onCompleted() {
                heard.add(Status.OK);
              }
            });
  }

  private ClientCallStreamObserver<AtomicStoreMessage> call() {
    return Objects.requireNonNull(call);
  }

  void send(AtomicStoreMessage message) {
    call().onNext(message);
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

  /** Submits, says yes, and gets the result. */
  Result store(StoreIfValid.Builder submission) {
    submit(submission);
    respond(yes(request()));
    return result();
  }

  /** The log up to the end, as a request shows it. */
  static LogPrefix past(ValidationRequest request) {
    return request.getPast();
  }

  AtomicStoreMessage next() {
    Object next = anything();
    if (next instanceof AtomicStoreMessage message) {
      return message;
    }
    throw new AssertionError("expected a message, found " + next);
  }

  /** The next message; null if the stream has ended, which {@link #end} tells then. */
  @Nullable AtomicStoreMessage nextOrNull() {
    Object next = anything();
    if (next instanceof AtomicStoreMessage message) {
      return message;
    }
    heard.add(next);
    return null;
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

  /** How the stream ended. */
  Status end() {
    Object next = anything();
    if (next instanceof Status status) {
      return status;
    }
    throw new AssertionError("expected the end of the stream, found " + next);
  }

  private Object anything() {
    try {
      Object next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads so many messages more. */
  void read(int messages) {
    call().request(messages);
  }

  /** Submits nothing more. */
  void halfClose() {
    call().onCompleted();
  }

  /** Gives up the stream. */
  void cancel() {
    call().cancel("the test gives up the stream", null);
  }

  /** Breaks the connection. */
  void kill() {
    channel.shutdownNow();
  }
}
