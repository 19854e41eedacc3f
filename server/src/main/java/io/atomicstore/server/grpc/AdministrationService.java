package io.atomicstore.server.grpc;

import io.atomicstore.journal.rocksdb.VerificationReport;
import io.atomicstore.protocol.AdministrationGrpc;
import io.atomicstore.protocol.BackupRequest;
import io.atomicstore.protocol.BackupResponse;
import io.atomicstore.protocol.GetNodeStatusRequest;
import io.atomicstore.protocol.GetNodeStatusResponse;
import io.atomicstore.protocol.VerifyRequest;
import io.atomicstore.protocol.VerifyResponse;
import io.atomicstore.server.security.Verb;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** The node's service for those who run it. */
final class AdministrationService extends AdministrationGrpc.AdministrationImplBase {

  private final AdministeredNode node;
  private final Executor executor;

  /**
   * @param executor runs what blocks
   */
  AdministrationService(AdministeredNode node, Executor executor) {
    this.node = node;
    this.executor = executor;
  }

  @Override
  public void getNodeStatus(
      GetNodeStatusRequest request, StreamObserver<GetNodeStatusResponse> responses) {
    Answers.give(
        responses,
        () -> {
          Permits.toEverywhere(Verb.ADMINISTER);
          return node.status();
        });
  }

  @Override
  public void backup(BackupRequest request, StreamObserver<BackupResponse> responses) {
    run(
        responses,
        () -> {
          responses.onNext(node.backup(request.getName()));
          responses.onCompleted();
        });
  }

  @Override
  public void verify(VerifyRequest request, StreamObserver<VerifyResponse> responses) {
    var call = (ServerCallStreamObserver<VerifyResponse>) responses;
    run(
        responses,
        () -> {
          VerificationReport report =
              node.verify(
                  records -> {
                    if (call.isReady()) {
                      responses.onNext(VerifyResponse.newBuilder().setRecordsRead(records).build());
                    }
                  });
          responses.onNext(VerifyResponse.newBuilder().setReport(written(report)).build());
          responses.onCompleted();
        });
  }

  private void run(StreamObserver<?> responses, Runnable work) {
    try {
      Permits.toEverywhere(Verb.ADMINISTER);
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              responses.onError(new StatusRuntimeException(Statuses.of(e)));
            }
          });
    } catch (RuntimeException e) {
      responses.onError(new StatusRuntimeException(Statuses.of(e)));
    }
  }

  private static io.atomicstore.protocol.VerificationReport written(VerificationReport report) {
    var written =
        io.atomicstore.protocol.VerificationReport.newBuilder()
            .setLogCount(report.logs())
            .setEventCount(report.events())
            .setFaultCount(report.faultCount());
    for (VerificationReport.Fault fault : report.faults()) {
      written
          .addFaultsBuilder()
          .setPersistenceId(fault.persistenceId())
          .setSequenceNr(fault.sequenceNr())
          .setDescription(fault.description());
    }
    return written.build();
  }
}
