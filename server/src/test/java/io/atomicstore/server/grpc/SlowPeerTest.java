package io.atomicstore.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Originators that submit, and do not take the answers. */
final class SlowPeerTest {

  private static final ByteString LARGE = ByteString.copyFrom(new byte[100_000]);

  @TempDir private Path directory;
  private NodeUnderTest node;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory, "limits.queued-bytes-max = 1 MiB");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void submit(RawOriginator originator, int submissions) {
    for (int i = 0; i < submissions; i++) {
      originator.submit(
          RawOriginator.event("lot-" + i, "")
              .setEvents(0, LARGE)
              .setExpected(RawOriginator.expected(0)));
    }
  }

  @Test
  void areCutOffWhenTooMuchWaitsForThem() {
    RawOriginator slow = RawOriginator.reading(node.connect(), 0);

    submit(slow, 40);
    await().until(() -> node.openStreams() == 0);
    slow.read(1_000);

    AtomicStoreMessage last = slow.nextOrNull();
    int results = 0;
    while (last != null) {
      results++;
      last = slow.nextOrNull();
    }
    assertThat(results).isLessThan(40);
    assertThat(slow.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void getEverythingIfTheyTakeItInTime() {
    RawOriginator slow = RawOriginator.reading(node.connect(), 0);

    submit(slow, 4);
    slow.halfClose();
    await().until(() -> node.openStreams() == 0);
    slow.read(1_000);

    for (int i = 0; i < 4; i++) {
      assertThat(slow.result().getWasAccepted()).isTrue();
    }
    assertThat(slow.end().isOk()).isTrue();
  }
}
