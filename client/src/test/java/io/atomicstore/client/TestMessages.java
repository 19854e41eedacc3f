package io.atomicstore.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.atomicstore.core.Decision;
import io.atomicstore.core.Effect;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.originator.ValidatorFailedException;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.PastEventsPage;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.StoredHeader;
import io.atomicstore.protocol.ValidationRequest;
import io.atomicstore.protocol.ValidationResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the test's server reads and writes. */
final class TestMessages {

  /** Of any page, so that few events make several. */
  static final int PAGE_EVENTS_MAX = 3;

  private TestMessages() {}

  /** A field that no message of the protocol has. */
  static UnknownFieldSet ofANewerServer() {
    return UnknownFieldSet.newBuilder()
        .addField(
            999,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("of a newer server"))
                .build())
        .build();
  }

  /** A message of a type that the protocol does not have. */
  static AtomicStoreMessage ofUnknownType() {
    return AtomicStoreMessage.newBuilder().setUnknownFields(ofANewerServer()).build();
  }

  static List<TestEvent> events(StoreIfValid message) {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < message.getEventsCount(); i++) {
      events.add(
          new TestEvent(
              message.getEvents(i),
              message.getHeadersCount() == 0
                  ? EventHeader.getDefaultInstance()
                  : message.getHeaders(i)));
    }
    return events;
  }

  static Judgement<String, Meta> judgement(StoreIfValid message) {
    return switch (message.getJudgementCase()) {
      case KNOWN_SEQUENCE_NR ->
          new Judgement.Ask<>(LogPrefix.ofDurable(message.getKnownSequenceNr()));
      case DECIDED ->
          new Judgement.Decided<>(
              ConversationReader.prefix(message.getDecided().getKnown()),
              decision(
                  ValidationResponse.newBuilder()
                      .setValidationDidPass(message.getDecided().getDidPass())
                      .setReason(message.getDecided().getReason())
                      .setCause(message.getDecided().getCause())
                      .setMeta(message.getDecided().getMeta())
                      .build()));
      case EXPECTED -> new Judgement.Expect<>(message.getExpected().getSequenceNr());
      case DELEGATED, JUDGEMENT_NOT_SET -> Judgement.ask();
    };
  }

  static Decision<String, Meta> decision(ValidationResponse response) {
    Meta meta = response.getMeta().equals(Meta.getDefaultInstance()) ? null : response.getMeta();
    if (response.getValidationDidPass()) {
      return new Decision.Accept<>(meta);
    }
    return response.getCause().isEmpty()
        ? new Decision.Reject<>(response.getReason(), meta, null)
        : new Decision.Reject<>(null, meta, new ValidatorFailedException(response.getCause()));
  }

  static io.atomicstore.protocol.LogPrefix prefix(LogPrefix prefix) {
    return io.atomicstore.protocol.LogPrefix.newBuilder()
        .setSequenceNr(prefix.sequenceNr())
        .setHash(prefix.hash())
        .build();
  }

  static StoredHeader header(StoredEvent<TestEvent> event) {
    return StoredHeader.newBuilder()
        .setEventId(event.eventId().toString())
        .setStoredAtMillis(event.storedAt().toEpochMilli())
        .setHeader(event.event().header())
        .setSealsLog(event.sealsLog())
        .build();
  }

  static io.atomicstore.protocol.StoredEvent stored(StoredEvent<TestEvent> event) {
    return io.atomicstore.protocol.StoredEvent.newBuilder()
        .setScopeId(event.scopeId().value())
        .setSequenceNr(event.sequenceNr())
        .setEvent(event.event().bytes())
        .setHeader(header(event))
        .build();
  }

  static AtomicStoreMessage request(
      Effect.AskForValidation<TestEvent, String, Meta, TestPeer> ask,
      LogPrefix after,
      List<StoredEvent<TestEvent>> page) {
    ProspectiveEvent<TestEvent> event = ask.submission().prospectiveEvent();
    ValidationRequest.Builder request =
        ValidationRequest.newBuilder()
            .setScopeId(event.scopeId().value())
            .setEventId(event.eventId().toString())
            .setToken(ask.token().toString())
            .setAfter(prefix(after))
            .setPast(prefix(ask.past()))
            .setSealsLog(event.sealsLog());
    for (TestEvent one : event.events()) {
      request.addProspectiveEvents(one.bytes()).addProspectiveHeaders(one.header());
    }
    for (StoredEvent<TestEvent> one : page) {
      request.addPastEvents(one.event().bytes()).addPastHeaders(header(one));
    }
    return AtomicStoreMessage.newBuilder().setValidationRequest(request).build();
  }

  static AtomicStoreMessage page(
      ScopeId scopeId, ValidationToken token, LogPrefix after, List<StoredEvent<TestEvent>> page) {
    PastEventsPage.Builder message =
        PastEventsPage.newBuilder()
            .setScopeId(scopeId.value())
            .setToken(token.toString())
            .setAfter(prefix(after));
    for (StoredEvent<TestEvent> one : page) {
      message.addPastEvents(one.event().bytes()).addPastHeaders(header(one));
    }
    return AtomicStoreMessage.newBuilder().setPastEventsPage(message).build();
  }

  static AtomicStoreMessage result(Result<TestEvent, String, Meta> result) {
    ProspectiveEvent<TestEvent> event = result.prospectiveEvent();
    io.atomicstore.protocol.Result.Builder message =
        io.atomicstore.protocol.Result.newBuilder()
            .setScopeId(event.scopeId().value())
            .setEventId(event.eventId().toString())
            .setWasAccepted(result.wasAccepted());
    String reason = result.reason();
    if (reason != null) {
      message.setReason(reason);
    }
    Meta meta = result.meta();
    if (meta != null) {
      message.setMeta(meta);
    }
    setOutcome(result, message);
    return AtomicStoreMessage.newBuilder().setResult(message).build();
  }

  private static void setOutcome(
      Result<TestEvent, String, Meta> result, io.atomicstore.protocol.Result.Builder message) {
    if (result instanceof Result.Accepted<TestEvent, String, Meta> accepted) {
      message
          .getAcceptedBuilder()
          .setSequenceNr(accepted.sequenceNr())
          .setIsDuplicate(accepted.isDuplicate());
    } else if (result instanceof Result.Rejected<TestEvent, String, Meta> rejected) {
      message.getRejectedBuilder().setIsDuplicate(rejected.isDuplicate());
      setCause(rejected.cause(), message.getRejectedBuilder());
    } else if (result instanceof Result.TimedOut<TestEvent, String, Meta> timedOut) {
      message.getTimedOutBuilder().setWaitedMillis(timedOut.waited().toMillis());
    } else if (result instanceof Result.Overloaded<TestEvent, String, Meta> overloaded) {
      message.getOverloadedBuilder().setWaitingEventCount(overloaded.waitingEvents());
    } else if (result instanceof Result.Unavailable<TestEvent, String, Meta> unavailable) {
      message.getUnavailableBuilder().setCause(unavailable.cause());
    } else if (result instanceof Result.Unknown<TestEvent, String, Meta> unknown) {
      message.getUnknownBuilder().setCause(unknown.cause());
    } else if (result instanceof Result.EventIdTaken<TestEvent, String, Meta> taken) {
      message.getEventIdTakenBuilder().setSequenceNr(taken.sequenceNr());
    } else if (result instanceof Result.Conflict<TestEvent, String, Meta> conflict) {
      message
          .getConflictBuilder()
          .setExpectedSequenceNr(conflict.expectedSequenceNr())
          .setSequenceNr(conflict.sequenceNr());
    } else if (result instanceof Result.Sealed<TestEvent, String, Meta> closed) {
      message.getSealedBuilder().setSequenceNr(closed.sequenceNr());
    } else if (result instanceof Result.Refused<TestEvent, String, Meta> refused) {
      message.getRefusedBuilder().setCause(refused.cause());
    }
  }

  private static void setCause(
      @Nullable Throwable cause, io.atomicstore.protocol.Result.Rejected.Builder message) {
    if (cause != null) {
      message.setCause(String.valueOf(cause.getMessage()));
    }
  }
}
