package io.atomicstore.client;

import io.atomicstore.core.Decision;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.Delegated;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Expected;
import io.atomicstore.protocol.GetPastEvents;
import io.atomicstore.protocol.Heartbeat;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationResponse;
import java.time.Duration;

/** Writes what this client says to the store. */
final class ConversationWriter {

  private static final AtomicStoreMessage HEARTBEAT =
      AtomicStoreMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();

  private static final int CAUSE_LENGTH_MAX = 2_000;

  private ConversationWriter() {}

  static AtomicStoreMessage heartbeat() {
    return HEARTBEAT;
  }

  /** A submission without its judgement. */
  private static <E> StoreIfValid.Builder submission(
      ProspectiveEvent<WireEvent<E>> event, Duration timeout) {
    StoreIfValid.Builder written =
        StoreIfValid.newBuilder()
            .setScopeId(event.scopeId().value())
            .setEventId(event.eventId().toString())
            .setTimeoutMillis(Math.max(1, timeout.toMillis()))
            .setSealsLog(event.sealsLog());
    boolean hasHeaders = false;
    for (WireEvent<E> one : event.events()) {
      written.addEvents(one.bytes());
      hasHeaders |= !one.header().equals(EventHeader.getDefaultInstance());
    }
    if (hasHeaders) {
      event.events().forEach(one -> written.addHeaders(one.header()));
    }
    return written;
  }

  /** A submission that this originator judges, or nobody. */
  static <E> AtomicStoreMessage judged(
      ProspectiveEvent<WireEvent<E>> event,
      Duration timeout,
      Judgement<WireReason, Object> judgement) {
    StoreIfValid.Builder written = submission(event, timeout);
    if (judgement instanceof Judgement.Ask<WireReason, Object> ask) {
      written.setKnownSequenceNr(ask.known().sequenceNr());
    } else if (judgement instanceof Judgement.Decided<WireReason, Object> decided) {
      written.setDecided(decided(decided));
    } else if (judgement instanceof Judgement.Expect<WireReason, Object> expected) {
      written.setExpected(Expected.newBuilder().setSequenceNr(expected.sequenceNr()));
    }
    return AtomicStoreMessage.newBuilder().setStoreIfValid(written).build();
  }

  /** A submission that somebody else judges. */
  static <E> AtomicStoreMessage delegated(ProspectiveEvent<WireEvent<E>> event, Duration timeout) {
    StoreIfValid.Builder written =
        submission(event, timeout).setDelegated(Delegated.getDefaultInstance());
    return AtomicStoreMessage.newBuilder().setStoreIfValid(written).build();
  }

  private static Decided decided(Judgement.Decided<WireReason, Object> judgement) {
    Decision<WireReason, Object> decision = judgement.decision();
    Decided.Builder written = Decided.newBuilder().setKnown(prefix(judgement.known()));
    if (decision.meta() instanceof Meta meta) {
      written.setMeta(meta);
    }
    if (decision instanceof Decision.Reject<WireReason, Object> rejection) {
      written.setReason(reasonOf(rejection)).setCause(causeOf(rejection));
    } else {
      written.setDidPass(true);
    }
    return written.build();
  }

  private static String reasonOf(Decision.Reject<WireReason, Object> rejection) {
    WireReason reason = rejection.reason();
    return reason == null ? "" : reason.text();
  }

  private static String causeOf(Decision.Reject<WireReason, Object> rejection) {
    Throwable cause = rejection.cause();
    String text = cause == null ? "" : cause.toString();
    return text.length() <= CAUSE_LENGTH_MAX ? text : text.substring(0, CAUSE_LENGTH_MAX);
  }

  static AtomicStoreMessage fetch(String scopeId, String token, long afterSequenceNr) {
    return AtomicStoreMessage.newBuilder()
        .setGetPastEvents(
            GetPastEvents.newBuilder()
                .setScopeId(scopeId)
                .setToken(token)
                .setAfterSequenceNr(afterSequenceNr))
        .build();
  }

  static AtomicStoreMessage response(
      String scopeId, String token, Decision<WireReason, Object> decision) {
    ValidationResponse.Builder written =
        ValidationResponse.newBuilder().setScopeId(scopeId).setToken(token);
    if (decision.meta() instanceof Meta meta) {
      written.setMeta(meta);
    }
    if (decision instanceof Decision.Reject<WireReason, Object> rejection) {
      written.setReason(reasonOf(rejection)).setCause(causeOf(rejection));
    } else {
      written.setValidationDidPass(true);
    }
    return AtomicStoreMessage.newBuilder().setValidationResponse(written).build();
  }

  private static io.atomicstore.protocol.LogPrefix prefix(LogPrefix prefix) {
    return io.atomicstore.protocol.LogPrefix.newBuilder()
        .setSequenceNr(prefix.sequenceNr())
        .setHash(prefix.hash())
        .build();
  }
}
