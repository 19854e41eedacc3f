package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.cli.transfer.EventJson;
import io.atomicstore.client.Payload;
import io.atomicstore.core.EventId;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.ScopeId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code atomic-store result}. */
@Command(
    name = "result",
    header = "Tells what became of a submission.",
    description = {
      "Accepted submissions are known for ever, rejected ones and those that timed out for a"
          + " while.",
      ""
    })
final class ResultCommand implements Subcommand {

  @Parameters(index = "0", paramLabel = "SCOPE", description = "Where it was submitted.")
  private ScopeId scopeId;

  @Parameters(index = "1", paramLabel = "EVENT_ID", description = "A UUID.")
  private EventId eventId;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  ResultCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.and(
        ExitCodes.OF_CONNECTIONS,
        ExitCode.REJECTED,
        ExitCode.TIMED_OUT,
        ExitCode.PENDING,
        ExitCode.NOT_FOUND);
  }

  @Override
  public ExitCode run() {
    try (Node node = connection.connect()) {
      RecordedResult<String, Payload> recorded =
          node.client().result(RawEvents.FORMATS, scopeId, eventId).toCompletableFuture().join();
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("scope", scopeId.value());
      json.put("eventId", eventId.toString());
      ExitCode exitCode = exitCode(recorded);
      json.put("result", exitCode == ExitCode.DONE ? "ACCEPTED" : exitCode.name());
      String sentence = describe(recorded, json);
      if (output.isJson()) {
        console.print(json);
      } else {
        console.print(sentence);
      }
      return exitCode;
    }
  }

  private static ExitCode exitCode(RecordedResult<String, Payload> recorded) {
    if (recorded instanceof RecordedResult.Accepted) {
      return ExitCode.DONE;
    } else if (recorded instanceof RecordedResult.Rejected) {
      return ExitCode.REJECTED;
    } else if (recorded instanceof RecordedResult.TimedOut) {
      return ExitCode.TIMED_OUT;
    }
    return recorded instanceof RecordedResult.Pending ? ExitCode.PENDING : ExitCode.NOT_FOUND;
  }

  private static String describe(RecordedResult<String, Payload> recorded, ObjectNode json) {
    if (recorded instanceof RecordedResult.Accepted<String, Payload> accepted) {
      json.put("sequenceNr", accepted.sequenceNr());
      json.put("events", accepted.events());
      putMeta(json, accepted.meta());
      long last = accepted.sequenceNr() + accepted.events() - 1;
      return last == accepted.sequenceNr()
          ? "stored as event " + last
          : "stored as events " + accepted.sequenceNr() + " to " + last;
    } else if (recorded instanceof RecordedResult.Rejected<String, Payload> rejected) {
      Throwable cause = rejected.cause();
      json.put("reason", rejected.reason());
      json.put("cause", cause == null ? null : cause.getMessage());
      putMeta(json, rejected.meta());
      return "not stored: the validation said no: "
          + (cause == null ? rejected.reason() : cause.getMessage());
    } else if (recorded instanceof RecordedResult.TimedOut<String, Payload> timedOut) {
      json.put("reason", timedOut.reason());
      return "not stored: no decision came in time";
    }
    return recorded instanceof RecordedResult.Pending
        ? "not known yet: it waits, is being validated, or is being written"
        : "not known: it never came, or was neither stored nor remembered";
  }

  private static void putMeta(ObjectNode json, @Nullable Payload meta) {
    if (meta != null) {
      EventJson.putPayload(json.putObject("meta"), meta);
    }
  }
}
