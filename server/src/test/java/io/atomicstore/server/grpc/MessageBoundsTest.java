package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.no;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.Hello;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.Welcome;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a message may have: what is too large is refused, and what is far too large is not read. */
final class MessageBoundsTest {

  private static final int DECISION_BYTES_MAX = 64 << 10;

  @TempDir private Path directory;
  private NodeUnderTest node;
  private RawOriginator originator;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory, "limits.submission-bytes-max = 2 MiB");
    originator = node.originator();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static ByteString bytes(int size) {
    return ByteString.copyFrom(new byte[size]);
  }

  private static Meta meta(int size) {
    return Meta.newBuilder().setValue(bytes(size)).build();
  }

  @Test
  void isToldTheBoundsOfTheStream() {
    originator.hello(Hello.newBuilder());

    Welcome welcome = originator.next().getWelcome();

    assertThat(welcome.getSubmissionBytesMax()).isEqualTo(2 << 20);
    assertThat(welcome.getMessageBytesMax()).isEqualTo(8 << 20);
  }

  @Test
  void refusesASubmissionThatIsTooLargeWithinAMessageThatIsNot() {
    originator.submit(event("lot", "").setEvents(0, bytes((8 << 20) - 1_000)));

    assertThat(originator.result().getRefused().getCause()).contains("at most 1048576 bytes");
  }

  @Test
  void endsTheStreamAtALargerMessage() {
    originator.submit(event("lot", "").setEvents(0, bytes(8 << 20)));

    assertThat(originator.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void refusesADecisionThatIsTooLarge() {
    originator.submit(
        event("lot", "bid")
            .setDecided(Decided.newBuilder().setDidPass(true).setMeta(meta(DECISION_BYTES_MAX))));

    assertThat(originator.result().getRefused().getCause())
        .contains("reason, cause and meta of a decision may have at most 65536 bytes together");
  }

  @Test
  void takesAResponseThatIsTooLargeForAFailure() {
    originator.submit(event("lot", "bid"));
    originator.respond(yes(originator.request()).setMeta(meta(DECISION_BYTES_MAX)));
    Result yes = originator.result();
    originator.submit(event("lot", "bid"));
    originator.respond(no(originator.request(), "x".repeat(DECISION_BYTES_MAX)));
    Result no = originator.result();

    assertThat(yes.getRejected().getCause()).contains("may have at most 65536 bytes together");
    assertThat(yes.hasMeta()).isFalse();
    assertThat(no.getRejected().getCause()).contains("may have at most 65536 bytes together");
    assertThat(no.getReason()).isEmpty();
  }

  @Test
  void takesADecisionThatIsJustSmallEnough() {
    originator.submit(event("lot", "bid"));
    originator.respond(yes(originator.request()).setMeta(meta(DECISION_BYTES_MAX - 10)));

    assertThat(originator.result().getMeta().getValue()).hasSize(DECISION_BYTES_MAX - 10);
  }
}
