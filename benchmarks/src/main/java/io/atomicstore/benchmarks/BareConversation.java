package io.atomicstore.benchmarks;

import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.LogPrefix;
import io.atomicstore.protocol.Result;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The conversation without rules and without a journal: asks for the validation of each submission
 * that has no decision, believes all answers, and counts the events of each scope in memory.
 */
final class BareConversation extends AtomicStoreGrpc.AtomicStoreImplBase {

  private final Map<String, AtomicLong> sequenceNrs = new ConcurrentHashMap<>();

  @Override
  public StreamObserver<AtomicStoreMessage> originate(StreamObserver<AtomicStoreMessage> peer) {
    return new Call(peer);
  }

  private final class Call implements StreamObserver<AtomicStoreMessage> {

    private final StreamObserver<AtomicStoreMessage> peer;
    private final Map<String, StoreIfValid> asked = new HashMap<>();
    private long tokens;

    Call(StreamObserver<AtomicStoreMessage> peer) {
      this.peer = peer;
    }

    @Override
    public void onNext(AtomicStoreMessage message) {
      switch (message.getTypeCase()) {
        case STORE_IF_VALID -> submit(message.getStoreIfValid());
        case VALIDATION_RESPONSE -> respond(message.getValidationResponse());
        default -> {}
      }
    }

    private void submit(StoreIfValid submission) {
      if (submission.hasDecided()) {
        accept(submission);
        return;
      }
      String token = String.format("%032x", ++tokens);
      LogPrefix known =
          LogPrefix.newBuilder().setSequenceNr(submission.getKnownSequenceNr()).build();
      asked.put(token, submission);
      peer.onNext(
          AtomicStoreMessage.newBuilder()
              .setValidationRequest(
                  ValidationRequest.newBuilder()
                      .addAllProspectiveEvents(submission.getEventsList())
                      .setScopeId(submission.getScopeId())
                      .setEventId(submission.getEventId())
                      .setToken(token)
                      .setAfter(known)
                      .setPast(known))
              .build());
    }

    private void respond(ValidationResponse response) {
      StoreIfValid submission = asked.remove(response.getToken());
      if (submission != null) {
        accept(submission);
      }
    }

    private void accept(StoreIfValid submission) {
      long sequenceNr =
          sequenceNrs
              .computeIfAbsent(submission.getScopeId(), scope -> new AtomicLong())
              .incrementAndGet();
      peer.onNext(
          AtomicStoreMessage.newBuilder()
              .setResult(
                  Result.newBuilder()
                      .setWasAccepted(true)
                      .setScopeId(submission.getScopeId())
                      .setEventId(submission.getEventId())
                      .setAccepted(Result.Accepted.newBuilder().setSequenceNr(sequenceNr)))
              .build());
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {
      peer.onCompleted();
    }
  }
}
