package io.atomicstore.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.LogPrefix;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that no client sends. The seed of a run is in the name of what fails. */
final class HostileBytesTest {

  private static final int CONNECTIONS = 100;
  private static final int STREAMS = 400;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private NodeUnderTest node;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory, "conversations.validation-timeout = 200ms");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void assertServes(String after) {
    RawOriginator originator = node.originator();
    originator.submit(RawOriginator.event("honest", "event"));
    originator.respond(RawOriginator.yes(originator.request()));
    assertThat(originator.result().getWasAccepted()).as("after %s, seed %s", after, seed).isTrue();
    originator.kill();
  }

  @Test
  void endTheConnectionAtMost() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      byte[] noise = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(noise);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
        OutputStream out = socket.getOutputStream();
        if (random.nextBoolean()) {
          out.write(PREFACE);
        }
        out.write(noise);
        out.flush();
        if (random.nextBoolean()) {
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      } catch (SocketException e) {
        // The node has closed it before all was written, which is its right.
        assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe");
      }
    }

    assertServes("noise on the port");
  }

  @Test
  void endTheStreamAtMostWhenTheyAreDamagedMessages() throws Exception {
    ManagedChannel channel = node.connect();
    for (int i = 0; i < STREAMS; i++) {
      CompletableFuture<Status> ended = new CompletableFuture<>();
      ClientCall<byte[], byte[]> call = channel.newCall(RAW, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
              call.request(1);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              ended.complete(status);
            }
          },
          new Metadata());
      call.request(1);
      for (int j = random.nextInt(5); j >= 0; j--) {
        call.sendMessage(damaged(message().toByteArray()));
      }
      call.halfClose();

      Status status = ended.get(30, TimeUnit.SECONDS);
      assertThat(status.getCode())
          .as("seed %s, stream %s: %s", seed, i, status)
          .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
    }

    assertServes("damaged messages");
  }

  private AtomicStoreMessage message() {
    AtomicStoreMessage.Builder message = AtomicStoreMessage.newBuilder();
    return switch (random.nextInt(4)) {
      case 0 ->
          message.setHello(Hello.newBuilder().setName("x").setOmitsEventsInResults(true)).build();
      case 1 ->
          message
              .setGetPastEvents(
                  GetPastEvents.newBuilder()
                      .setScopeId("lot")
                      .setToken("0123456789abcdef0123456789abcdef"))
              .build();
      case 2 ->
          message
              .setValidationResponse(
                  ValidationResponse.newBuilder()
                      .setScopeId("lot")
                      .setToken("0123456789abcdef0123456789abcdef")
                      .setValidationDidPass(true))
              .build();
      default -> message.setStoreIfValid(submission()).build();
    };
  }

  private StoreIfValid submission() {
    return RawOriginator.event("lot-" + random.nextInt(5), "event")
        .setTimeoutMillis(100)
        .addHeaders(EventHeader.newBuilder().setType("type").putMetadata("key", "value"))
        .setDecided(
            Decided.newBuilder()
                .setKnown(LogPrefix.newBuilder().setSequenceNr(random.nextInt(3)).setHash(7))
                .setDidPass(true)
                .setMeta(Meta.newBuilder().setValue(ByteString.copyFromUtf8("meta"))))
        .build();
  }

  private byte[] damaged(byte[] message) {
    byte[] damaged = message.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length))
        : damaged;
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static final MethodDescriptor<byte[], byte[]> RAW =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(AtomicStoreGrpc.getOriginateMethod().getFullMethodName())
          .setRequestMarshaller(BYTES)
          .setResponseMarshaller(BYTES)
          .build();
}
