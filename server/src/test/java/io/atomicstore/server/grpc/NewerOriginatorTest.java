package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Hello;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Originators that say more than this version of the protocol has words for. */
final class NewerOriginatorTest {

  /** A field that no message has. */
  private static final UnknownFieldSet NEW_FIELD =
      UnknownFieldSet.newBuilder()
          .addField(
              999,
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(Hello.getDefaultInstance().toByteString())
                  .build())
          .build();

  @TempDir private Path directory;
  private NodeUnderTest node;
  private RawOriginator originator;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory);
    originator = node.originator();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void skipsFieldsThatItDoesNotKnow() {
    originator.hello(Hello.newBuilder().setUnknownFields(NEW_FIELD));
    assertThat(originator.next().hasWelcome()).isTrue();

    originator.submit(event("lot", "bid"));
    originator.respond(yes(originator.request()).setUnknownFields(NEW_FIELD));

    assertThat(originator.result().getWasAccepted()).isTrue();
  }

  @Test
  void asksTheOriginatorWhenItDoesNotKnowTheJudgement() {
    originator.submit(event("lot", "bid").setUnknownFields(NEW_FIELD));
    originator.respond(yes(originator.request()));

    assertThat(originator.result().getWasAccepted()).isTrue();
  }

  @Test
  void endsTheStreamAtAMessageWhoseTypeItDoesNotKnow() {
    originator.send(AtomicStoreMessage.newBuilder().setUnknownFields(NEW_FIELD).build());

    Status end = originator.end();

    assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(end.getDescription()).contains("found TYPE_NOT_SET");
  }
}
