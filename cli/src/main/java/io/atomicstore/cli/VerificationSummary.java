package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.journal.rocksdb.VerificationReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a verification found, here or on a node.
 *
 * @param faultCount all faults, also those that are not listed
 */
record VerificationSummary(long logs, long events, long faultCount, List<Fault> faults) {

  /**
   * One thing that is not as it must be.
   *
   * @param log empty if no single one is concerned
   * @param sequenceNr 0 if no single event is concerned
   */
  record Fault(String log, long sequenceNr, String description) {}

  static VerificationSummary of(VerificationReport report) {
    return new VerificationSummary(
        report.logs(),
        report.events(),
        report.faultCount(),
        report.faults().stream()
            .map(each -> new Fault(each.persistenceId(), each.sequenceNr(), each.description()))
            .toList());
  }

  static VerificationSummary of(io.atomicstore.protocol.VerificationReport report) {
    return new VerificationSummary(
        report.getLogCount(),
        report.getEventCount(),
        report.getFaultCount(),
        report.getFaultsList().stream()
            .map(
                each ->
                    new Fault(each.getPersistenceId(), each.getSequenceNr(), each.getDescription()))
            .toList());
  }

  ExitCode exitCode() {
    return faultCount == 0 ? ExitCode.DONE : ExitCode.DAMAGED;
  }

  /** One line of how it goes. */
  static String progress(long records, Duration elapsed) {
    return String.format(
        Locale.ROOT,
        "verifying: %,d records read, %,d a second",
        records,
        Progress.perSecond(records, elapsed));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("logs", logs).put("events", events).put("faultCount", faultCount);
    ArrayNode list = json.putArray("faults");
    for (Fault fault : faults) {
      list.addObject()
          .put("log", fault.log())
          .put("sequenceNr", fault.sequenceNr())
          .put("description", fault.description());
    }
    return json;
  }

  /** Prints what was found. */
  void print(Console console, OutputOptions output) {
    if (output.isJson()) {
      console.print(json());
      return;
    }
    for (Fault fault : faults) {
      console.print(
          (fault.log().isEmpty() ? "store" : "log '" + EventText.printable(fault.log()) + "'")
              + (fault.sequenceNr() == 0 ? "" : ", event " + fault.sequenceNr())
              + ": "
              + fault.description());
    }
    String whatWasRead = String.format(Locale.ROOT, "%,d events of %,d logs", events, logs);
    console.print(
        faultCount == 0
            ? whatWasRead + " are as they were written"
            : String.format(Locale.ROOT, "%s were read, with %,d faults", whatWasRead, faultCount));
  }
}
