package io.atomicstore.cli.transfer;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.EventFormat;
import io.atomicstore.core.EventRange;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Copies logs of a node into a file: each as it is when its turn comes. One thread owns an
 * instance, another one may watch its counts.
 */
public final class Export {

  private final AtomicStoreClient client;
  private final Selection selection;
  private final TransferCounts counts = new TransferCounts();

  /** An export that has not begun. */
  public Export(AtomicStoreClient client, Selection selection) {
    this.client = client;
    this.selection = selection;
  }

  public TransferCounts counts() {
    return counts;
  }

  /**
   * Writes the logs to a file, or goes on where an earlier run was cut off. The file has {@code
   * .part} behind its name until it is complete.
   *
   * @throws UnusableExportException if there is such a file already, or one that was cut off is of
   *     another selection
   * @throws NoSuchLogException if a scope that was named has no event
   */
  public void writeTo(Path file) throws IOException {
    checkScopes();
    try (ExportOutput output = ExportOutput.to(file, selection)) {
      write(output);
    }
  }

  /** Writes the logs to a stream, which is complete if its last line says so. */
  public void writeTo(OutputStream out) throws IOException {
    checkScopes();
    try (ExportOutput output = ExportOutput.to(out, selection)) {
      write(output);
    }
  }

  private void checkScopes() {
    for (ScopeId scopeId : selection.scopes()) {
      try (Stream<StoredEvent<EncodedEvent>> first =
          client.readEvents(EventFormat.raw(), scopeId, EventRange.all().limit(1))) {
        if (first.findAny().isEmpty()) {
          throw new NoSuchLogException(scopeId);
        }
      }
    }
  }

  private void write(ExportOutput output) throws IOException {
    ExportCheck check = output.check();
    counts.addLogs(check.place().logs());
    counts.addEventsBefore(check.place().events());
    if (!check.isComplete()) {
      try (Stream<ScopeId> all = scopes()) {
        counts.expect(all.count(), 0);
      }
      try (Stream<ScopeId> scopes = scopes()) {
        Iterator<ScopeId> each = scopes.iterator();
        while (each.hasNext()) {
          writeUnlessWritten(each.next(), output);
        }
      }
    }
    OpenLog open = check.openLog();
    if (open != null) {
      throw new UnusableExportException(
          "expected scope '%s', in which an earlier run was cut off, found none on this node"
              .formatted(open.scopeId()));
    }
    output.complete();
  }

  private Stream<ScopeId> scopes() {
    return selection.scopes().isEmpty()
        ? client.readScopes(selection.prefix())
        : selection.scopes().stream();
  }

  private void writeUnlessWritten(ScopeId scopeId, ExportOutput output) throws IOException {
    OpenLog open = output.check().openLog();
    if (open == null && !output.check().hasEnded(scopeId)) {
      writeLog(scopeId, 1, output);
    } else if (open != null && open.scopeId().equals(scopeId)) {
      writeLog(scopeId, open.sequenceNr() + 1, output);
    } // Else it is written, or has come before the one that an earlier run was cut off in.
  }

  private void writeLog(ScopeId scopeId, long fromSequenceNr, ExportOutput output)
      throws IOException {
    try (Stream<StoredEvent<EncodedEvent>> events =
        client.readEvents(EventFormat.raw(), scopeId, EventRange.forwards(fromSequenceNr))) {
      Iterator<StoredEvent<EncodedEvent>> each = events.iterator();
      while (each.hasNext()) {
        output.write(new ExportLine.Event(each.next()));
        counts.addEvents(1);
      }
    }
    OpenLog written = output.check().openLog();
    if (written != null) {
      output.write(output.check().logEnd(written));
      counts.addLogs(1);
    }
  }
}
