package io.atomicstore.cli;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Originator;
import io.atomicstore.client.Payload;
import io.atomicstore.client.StoreIfValid;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.originator.EventIds;
import io.atomicstore.originator.OriginatorSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code atomic-store append}. */
@Command(
    name = "append",
    header = "Stores one event.",
    description = {
      "Without --expect it goes behind whatever is there: it is stored if the log has not moved"
          + " since its end was asked for, else that is asked again, and after ten times the event"
          + " waits for its turn like any other and is accepted then. Under its event id it is"
          + " stored once, however often that takes, and across lost connections.",
      ""
    })
final class AppendCommand implements Subcommand {

  private static final int ATTEMPTS_MAX = 10;

  @Parameters(index = "0", paramLabel = "SCOPE", description = "Whose log the event is for.")
  private ScopeId scopeId;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description = "The event's content. Default: standard input.")
  private @Nullable String data;

  @Option(names = "--file", paramLabel = "FILE", description = "Read the content from this file.")
  private @Nullable Path file;

  @Option(names = "--type", paramLabel = "TYPE", description = "What kind of event it is.")
  private String type = "";

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description =
          "The content's media type. Default: application/json for a JSON object or array,"
              + " text/plain for other UTF-8, application/octet-stream for the rest.")
  private @Nullable String contentType;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description = "Something to keep with the event. May be repeated.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--expect",
      paramLabel = "N",
      description = "Store only if the log ends with event N; 0 is an empty log.")
  private @Nullable Long expected;

  @Option(
      names = "--delegate",
      description = "Leave the judgement to whoever validates this scope for others.")
  private boolean isDelegated;

  @Option(
      names = "--event-id",
      paramLabel = "UUID",
      description =
          "Names the submission for ever: repeated under the same id it is not stored twice."
              + " Default: a new one, of version 7.")
  private @Nullable EventId eventId;

  @Option(names = "--seal", description = "Seal the log: it takes no event after this one.")
  private boolean sealsLog;

  @Mixin private ConnectionOptions connection;

  @Mixin(name = OutputOptions.NAME)
  private OutputOptions output;

  private final Console console;

  AppendCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<ExitCode> exitCodes() {
    return ExitCodes.OF_SUBMISSIONS;
  }

  @Override
  public ExitCode run() throws InterruptedException {
    checkOptions();
    StoreIfValid<EncodedEvent> submission = submission();
    try (Node node = connection.connect()) {
      node.checkOriginates(scopeId);
      SubmissionReport report = SubmissionReport.of(submit(node.client(), submission));
      if (output.isJson()) {
        console.print(report.json());
      } else if (report.exitCode() == ExitCode.DONE) {
        console.print(report.sentence());
      } else {
        console.tell("atomic-store append: " + report.sentence());
      }
      return report.exitCode();
    }
  }

  private void checkOptions() {
    if (isDelegated && expected != null) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--delegate: expected without --expect, found both");
    } else if (expected != null && expected < 0) {
      throw new FailedException(
          ExitCode.BAD_USAGE, "--expect: expected a number from 0 on, found " + expected);
    }
  }

  private StoreIfValid<EncodedEvent> submission() {
    Payload payload = EventContent.payload(EventContent.read(console, data, file), contentType);
    StoreIfValid<EncodedEvent> submission =
        StoreIfValid.of(scopeId, new EncodedEvent(type, payload, metadata))
            .withEventId(eventId == null ? EventIds.next() : eventId);
    return sealsLog ? submission.sealingLog() : submission;
  }

  private Result<EncodedEvent, String, Payload> submit(
      AtomicStoreClient client, StoreIfValid<EncodedEvent> submission) throws InterruptedException {
    Originator<EncodedEvent, String, Payload> originator =
        isDelegated
            ? client.delegatingOriginator(RawEvents.FORMATS)
            : client.originator(RawEvents.FORMATS, RawEvents.ACCEPTING, OriginatorSettings.DEFAULT);
    if (isDelegated) {
      return originator.blocking().storeIfValid(submission);
    } else if (expected != null) {
      return originator.blocking().storeIfUnchanged(submission, expected);
    }
    return appendBehindWhateverIsThere(originator, submission);
  }

  /** Does not read the log: a validator would be shown all of it. */
  private static Result<EncodedEvent, String, Payload> appendBehindWhateverIsThere(
      Originator<EncodedEvent, String, Payload> originator, StoreIfValid<EncodedEvent> submission)
      throws InterruptedException {
    long end = 0;
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Result<EncodedEvent, String, Payload> result =
          originator.blocking().storeIfUnchanged(submission, end);
      if (!(result instanceof Result.Conflict<EncodedEvent, String, Payload> conflict)) {
        return result;
      }
      end = conflict.sequenceNr();
    }
    return originator.blocking().storeIfValid(submission);
  }
}
