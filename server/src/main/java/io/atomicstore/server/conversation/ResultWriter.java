package io.atomicstore.server.conversation;

import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.protocol.Meta;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes results as originators get them: the one table from outcomes to the protocol. */
public final class ResultWriter {

  private ResultWriter() {}

  /** The message with the events left out, which the originator has. */
  static io.atomicstore.protocol.Result.Builder withoutEvents(Result<Event, String, Meta> result) {
    io.atomicstore.protocol.Result.Builder written =
        of(result.prospectiveEvent().scopeId().value(), eventId(result.prospectiveEvent()))
            .setWasAccepted(result.wasAccepted());
    String reason = result.reason();
    if (reason != null) {
      written.setReason(reason);
    }
    Meta meta = result.meta();
    if (meta != null) {
      written.setMeta(meta);
    }
    writeOutcome(result, written);
    return written;
  }

  static io.atomicstore.protocol.Result.Builder withEvents(Result<Event, String, Meta> result) {
    io.atomicstore.protocol.Result.Builder written = withoutEvents(result);
    written.setProspectiveEvent(result.event().payload());
    if (result.wasAccepted()) {
      for (Event event : result.prospectiveEvent().events()) {
        written.addStoredEventList(event.payload());
      }
    }
    return written;
  }

  /** A submission that did not reach a log, because it is at fault. */
  static io.atomicstore.protocol.Result.Builder refused(
      String scopeId, String eventId, @Nullable String cause) {
    return of(scopeId, eventId)
        .setRefused(
            io.atomicstore.protocol.Result.Refused.newBuilder().setCause(String.valueOf(cause)));
  }

  /** A submission that did not reach a log, because there are too many. */
  static io.atomicstore.protocol.Result.Builder overloaded(
      String scopeId, String eventId, String cause) {
    return of(scopeId, eventId)
        .setOverloaded(io.atomicstore.protocol.Result.Overloaded.newBuilder().setCause(cause));
  }

  /** A submission that did not reach a log, because the node can't take it now. */
  static io.atomicstore.protocol.Result.Builder unavailable(
      String scopeId, String eventId, String cause) {
    return of(scopeId, eventId)
        .setUnavailable(io.atomicstore.protocol.Result.Unavailable.newBuilder().setCause(cause));
  }

  /** Originators know it by the id in lower case, whatever becomes of it. */
  private static io.atomicstore.protocol.Result.Builder of(String scopeId, String eventId) {
    return io.atomicstore.protocol.Result.newBuilder()
        .setScopeId(scopeId)
        .setEventId(eventId.toLowerCase(Locale.ROOT));
  }

  private static String eventId(ProspectiveEvent<Event> event) {
    return event.eventId().toString();
  }

  private static void writeOutcome(
      Result<Event, String, Meta> result, io.atomicstore.protocol.Result.Builder written) {
    if (result instanceof Result.Accepted<Event, String, Meta> accepted) {
      written
          .getAcceptedBuilder()
          .setSequenceNr(accepted.sequenceNr())
          .setIsDuplicate(accepted.isDuplicate());
    } else if (result instanceof Result.Rejected<Event, String, Meta> rejected) {
      writeRejected(rejected, written.getRejectedBuilder());
    } else if (result instanceof Result.TimedOut<Event, String, Meta> timedOut) {
      written.getTimedOutBuilder().setWaitedMillis(timedOut.waited().toMillis());
    } else if (result instanceof Result.Overloaded<Event, String, Meta> overloaded) {
      written
          .getOverloadedBuilder()
          .setCause("too many submissions wait for the log")
          .setWaitingEventCount(overloaded.waitingEvents())
          .setWaitingBytes(overloaded.waitingBytes());
    } else if (result instanceof Result.Unavailable<Event, String, Meta> unavailable) {
      written.getUnavailableBuilder().setCause(unavailable.cause());
    } else if (result instanceof Result.Unknown<Event, String, Meta> unknown) {
      written.getUnknownBuilder().setCause(unknown.cause());
    } else {
      writeFault(result, written);
    }
  }

  private static void writeRejected(
      Result.Rejected<Event, String, Meta> rejected,
      io.atomicstore.protocol.Result.Rejected.Builder written) {
    written.setIsDuplicate(rejected.isDuplicate());
    Throwable cause = rejected.cause();
    if (cause != null) {
      written.setCause(String.valueOf(cause.getMessage()));
    }
  }

  private static void writeFault(
      Result<Event, String, Meta> result, io.atomicstore.protocol.Result.Builder written) {
    if (result instanceof Result.EventIdTaken<Event, String, Meta> taken) {
      written.getEventIdTakenBuilder().setSequenceNr(taken.sequenceNr());
    } else if (result instanceof Result.Conflict<Event, String, Meta> conflict) {
      written
          .getConflictBuilder()
          .setExpectedSequenceNr(conflict.expectedSequenceNr())
          .setSequenceNr(conflict.sequenceNr());
    } else if (result instanceof Result.Sealed<Event, String, Meta> closed) {
      written.getSealedBuilder().setSequenceNr(closed.sequenceNr());
    } else if (result instanceof Result.Refused<Event, String, Meta> refused) {
      written.getRefusedBuilder().setCause(refused.cause());
    }
  }
}
