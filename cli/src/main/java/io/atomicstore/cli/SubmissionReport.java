package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.cli.transfer.EventJson;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.Result;

/**
 * What became of a submission: the one table from results to exit codes.
 *
 * @param sentence for people
 * @param json for programs
 */
record SubmissionReport(ExitCode exitCode, String sentence, ObjectNode json) {

  static SubmissionReport of(Result<EncodedEvent, String, Payload> result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("scope", result.prospectiveEvent().scopeId().value());
    json.put("eventId", result.prospectiveEvent().eventId().toString());
    if (result instanceof Result.Accepted<EncodedEvent, String, Payload> accepted) {
      return accepted(accepted, json);
    } else if (result instanceof Result.Rejected<EncodedEvent, String, Payload> rejected) {
      return rejected(rejected, json);
    } else if (result instanceof Result.TimedOut<EncodedEvent, String, Payload> timedOut) {
      json.put("waitedMillis", timedOut.waited().toMillis());
      return report(
          ExitCode.TIMED_OUT,
          "not stored: no decision came within " + timedOut.waited().toMillis() + " ms",
          json);
    } else if (result instanceof Result.Overloaded<EncodedEvent, String, Payload> overloaded) {
      json.put("waitingEvents", overloaded.waitingEvents());
      json.put("waitingBytes", overloaded.waitingBytes());
      return report(
          ExitCode.OVERLOADED,
          "not stored: "
              + overloaded.waitingEvents()
              + " events wait for this log already; submit again later",
          json);
    } else if (result instanceof Result.Unavailable<EncodedEvent, String, Payload> unavailable) {
      json.put("cause", unavailable.cause());
      return report(ExitCode.UNAVAILABLE, "not stored: " + unavailable.cause(), json);
    } else if (result instanceof Result.Unknown<EncodedEvent, String, Payload> unknown) {
      json.put("cause", unknown.cause());
      return report(
          ExitCode.UNKNOWN,
          "not known whether stored: "
              + unknown.cause()
              + "; to find out, append the same with --event-id "
              + unknown.prospectiveEvent().eventId(),
          json);
    }
    return fault(result, json);
  }

  private static SubmissionReport accepted(
      Result.Accepted<EncodedEvent, String, Payload> accepted, ObjectNode json) {
    json.put("sequenceNr", accepted.sequenceNr());
    json.put("isDuplicate", accepted.isDuplicate());
    putMeta(json, accepted);
    return report(
        ExitCode.DONE,
        (accepted.isDuplicate() ? "stored before, as event " : "stored as event ")
            + accepted.sequenceNr()
            + " of '"
            + accepted.prospectiveEvent().scopeId()
            + "', id "
            + accepted.prospectiveEvent().eventId(),
        json);
  }

  private static SubmissionReport rejected(
      Result.Rejected<EncodedEvent, String, Payload> rejected, ObjectNode json) {
    Throwable cause = rejected.cause();
    String why = cause == null ? rejected.reason() : cause.getMessage();
    json.put("reason", rejected.reason());
    json.put("cause", cause == null ? null : cause.getMessage());
    json.put("isDuplicate", rejected.isDuplicate());
    putMeta(json, rejected);
    return report(ExitCode.REJECTED, "not stored: the validation said no: " + why, json);
  }

  private static SubmissionReport fault(
      Result<EncodedEvent, String, Payload> result, ObjectNode json) {
    if (result instanceof Result.EventIdTaken<EncodedEvent, String, Payload> taken) {
      json.put("sequenceNr", taken.sequenceNr());
      return report(
          ExitCode.EVENT_ID_TAKEN,
          "not stored: the event id belongs to another event"
              + (taken.sequenceNr() == 0 ? ", a rejected one" : ", event " + taken.sequenceNr()),
          json);
    } else if (result instanceof Result.Conflict<EncodedEvent, String, Payload> conflict) {
      json.put("expectedSequenceNr", conflict.expectedSequenceNr());
      json.put("sequenceNr", conflict.sequenceNr());
      return report(
          ExitCode.CONFLICT,
          "not stored: expected the log to end at "
              + conflict.expectedSequenceNr()
              + ", it ends at "
              + conflict.sequenceNr(),
          json);
    } else if (result instanceof Result.Sealed<EncodedEvent, String, Payload> closed) {
      json.put("sequenceNr", closed.sequenceNr());
      return report(
          ExitCode.SEALED, "not stored: the log is sealed by event " + closed.sequenceNr(), json);
    } else if (result instanceof Result.Refused<EncodedEvent, String, Payload> refused) {
      json.put("cause", refused.cause());
      return report(ExitCode.REFUSED, "not stored: refused: " + refused.cause(), json);
    }
    throw new IllegalStateException("expected a result that is known here, found " + result);
  }

  private static SubmissionReport report(ExitCode exitCode, String sentence, ObjectNode json) {
    json.put("result", exitCode == ExitCode.DONE ? "ACCEPTED" : exitCode.name());
    json.put("wasAccepted", exitCode == ExitCode.DONE);
    return new SubmissionReport(exitCode, sentence, json);
  }

  private static void putMeta(ObjectNode json, Result<EncodedEvent, String, Payload> result) {
    Payload meta = result.meta();
    if (meta != null) {
      EventJson.putPayload(json.putObject("meta"), meta);
    }
  }
}
