package io.atomicstore.server.grpc;

import static io.atomicstore.server.grpc.RawOriginator.event;
import static io.atomicstore.server.grpc.RawOriginator.expected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.protocol.AdministrationGrpc.AdministrationBlockingStub;
import io.atomicstore.protocol.BackupRequest;
import io.atomicstore.protocol.BackupResponse;
import io.atomicstore.protocol.GetLogEndRequest;
import io.atomicstore.protocol.GetNodeStatusRequest;
import io.atomicstore.protocol.GetNodeStatusResponse;
import io.atomicstore.protocol.VerificationReport;
import io.atomicstore.protocol.VerifyRequest;
import io.atomicstore.protocol.VerifyResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdministrationTest {

  @TempDir private Path directory;
  private NodeUnderTest node;
  private AdministrationBlockingStub administration;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(directory);
    administration = node.administration("");
    RawOriginator originator = node.originator();
    originator.submit(event("lot", "first").setExpected(expected(0)));
    assertThat(originator.result().getWasAccepted()).isTrue();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void tellsHowTheNodeIs() {
    GetNodeStatusResponse status =
        administration.getNodeStatus(GetNodeStatusRequest.getDefaultInstance());

    assertThat(status.getOpenStreamCount()).isEqualTo(1);
    assertThat(status.getLiveScopeCount()).isEqualTo(1);
    assertThat(status.getStartedAtMillis()).isPositive();
    assertThat(status.getServerVersion()).isNotEmpty();
  }

  @Test
  void makesABackupThatIsAStoreItself() {
    BackupResponse backup =
        administration.backup(BackupRequest.newBuilder().setName("2026-11-23").build());

    assertThat(backup.getDirectory())
        .isEqualTo(directory.resolve("backups").resolve("2026-11-23").toString());
    assertThat(backup.getBytes()).isPositive();
    try (NodeUnderTest restored =
        new NodeUnderTest(
            directory.resolve("elsewhere"), "data-directory = \"" + backup.getDirectory() + "\"")) {
      assertThat(
              restored
                  .blocking()
                  .getLogEnd(GetLogEndRequest.newBuilder().setScopeId("lot").build())
                  .getSequenceNr())
          .isEqualTo(1);
    }
  }

  @Test
  void refusesABackupThatWouldGoElsewhereOrReplaceAnother() {
    administration.backup(BackupRequest.newBuilder().setName("one").build());

    for (String name : List.of("", "../one", "a/b", ".", "..", "-x", "x".repeat(101), "one")) {
      assertThatThrownBy(
              () -> administration.backup(BackupRequest.newBuilder().setName(name).build()))
          .as(name)
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith("INVALID_ARGUMENT");
    }
  }

  @Test
  void verifiesTheJournalWhileItGoesOn() {
    Iterator<VerifyResponse> progress = administration.verify(VerifyRequest.getDefaultInstance());
    VerifyResponse last = progress.next();
    while (progress.hasNext()) {
      last = progress.next();
    }

    VerificationReport report = last.getReport();
    assertThat(report.getLogCount()).isEqualTo(1);
    assertThat(report.getEventCount()).isEqualTo(1);
    assertThat(report.getFaultCount()).isZero();
  }

  @Test
  void listsItsServicesByReflection() throws Exception {
    ManagedChannel channel = node.connect();
    CompletableFuture<List<String>> services = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<ServerReflectionResponse>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    services.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable cause) {
                    services.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());

    assertThat(services.get(20, TimeUnit.SECONDS))
        .contains(
            "atomicstore.v1.AtomicStore", "atomicstore.v1.Administration", "grpc.health.v1.Health");
    requests.onCompleted();
  }
}
