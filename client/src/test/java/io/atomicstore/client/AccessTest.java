package io.atomicstore.client;

import static io.atomicstore.client.ServerAndClient.LOT;
import static io.atomicstore.client.ServerAndClient.await;
import static io.atomicstore.client.ServerAndClient.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Result;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are shown, and that change. */
final class AccessTest {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final AtomicReference<String> valid = new AtomicReference<>("first");
  private final AtomicReference<String> shown = new AtomicReference<>("first");
  private final TestServer server = new TestServer(1);

  @BeforeEach
  void start() throws Exception {
    server.interceptor(new Guard());
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private final class Guard implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (("Bearer " + valid.get()).equals(headers.get(AUTHORIZATION))) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED.withDescription("no valid token"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  @Test
  void showsTheTokenThatIsSuppliedWhenItConnects() {
    try (AtomicStoreClient client =
        ServerAndClient.builder(server.address()).token(shown::get).start()) {
      Originator<String, String, String> originator =
          client.originator(EventFormat.text("text"), new TextsFold());
      assertThat(await(originator.storeIfValid(submission("a"))).wasAccepted()).isTrue();

      valid.set("second");
      shown.set("second");
      server.breakStreams();

      assertThat(await(originator.storeIfValid(submission("b"))).wasAccepted()).isTrue();
      assertThat(await(client.liveScopes())).containsExactly(LOT);
    }
  }

  @Test
  void tellsWhoeverHasNoValidToken() {
    try (AtomicStoreClient client =
        ServerAndClient.builder(server.address()).token("other").start()) {
      Originator<String, String, String> originator =
          client.originator(EventFormat.text("text"), new TextsFold());

      var result = await(originator.storeIfValid(submission("a")));

      assertThat(result).isInstanceOf(Result.Unavailable.class);
      assertThat(result).extracting("cause").asString().contains("no valid token");
      assertThatThrownBy(() -> await(client.liveScopes()))
          .hasCauseInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("no valid token");
    }
  }

  @Test
  void goesOnOnceTheTokenIsValid() {
    try (AtomicStoreClient client =
        ServerAndClient.builder(server.address()).token("late").start()) {
      Originator<String, String, String> originator =
          client.originator(EventFormat.text("text"), new TextsFold());
      assertThat(await(originator.storeIfValid(submission("a"))))
          .isInstanceOf(Result.Unavailable.class);

      valid.set("late");

      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> await(originator.storeIfValid(submission("a"))).wasAccepted());
    }
  }

  @Test
  void tellsWhyThereIsNoToken() {
    try (AtomicStoreClient client =
        ServerAndClient.builder(server.address())
            .token(
                () -> {
                  throw new IllegalStateException("the vault is shut");
                })
            .start()) {
      Originator<String, String, String> originator =
          client.originator(EventFormat.text("text"), new TextsFold());

      var result = await(originator.storeIfValid(submission("a")));

      assertThat(result).extracting("cause").asString().contains("the vault is shut");
      assertThatThrownBy(() -> await(client.liveScopes()))
          .hasMessageContaining("the vault is shut");
    }
  }
}
