package io.atomicstore.cli.transfer;

import io.atomicstore.client.AtomicStoreClient;
import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Formats;
import io.atomicstore.client.Originator;
import io.atomicstore.client.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores the logs of an export file on a node, with the event ids, the order and the contents they
 * had, and reads back what it stored. What is there already is not stored again. One thread owns an
 * instance, another one may watch its counts.
 */
public final class Import {

  private static final int LOGS_AT_A_TIME = 8;

  private final AtomicStoreClient client;
  private final Originator<EncodedEvent, String, Payload> originator;
  private final TransferCounts counts = new TransferCounts();

  /**
   * An import that has not begun.
   *
   * @param client with room for some 500 submissions and 64 MiB that have no result yet
   */
  public Import(AtomicStoreClient client, Formats<EncodedEvent, String, Payload> formats) {
    this.client = client;
    this.originator = client.delegatingOriginator(formats);
  }

  public TransferCounts counts() {
    return counts;
  }

  /**
   * Checks all of the file, and then stores it.
   *
   * @return what was done
   * @throws DamagedExportException if the file is damaged or cut off; nothing was stored
   * @throws LogDiffersException if the node has another log for a scope of the file
   * @throws NotStoredException if an event was not stored, or it is not known whether it was
   */
  public TransferCounts readFrom(Path path) throws IOException, InterruptedException {
    ExportFile file = ExportFile.read(path);
    counts.expect(file.logs().size(), file.events());
    ExecutorService executor = Executors.newFixedThreadPool(LOGS_AT_A_TIME);
    try {
      Iterator<LogSpan> spans = file.logs().iterator();
      List<Future<?>> lines = new ArrayList<>();
      for (int i = 0; i < LOGS_AT_A_TIME; i++) {
        lines.add(
            executor.submit(
                () -> {
                  storeAll(path, spans);
                  return null;
                }));
      }
      for (Future<?> line : lines) {
        await(line);
      }
      return counts;
    } finally {
      executor.shutdownNow();
    }
  }

  private static void await(Future<?> line) throws IOException, InterruptedException {
    try {
      line.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      } else if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Stores one log after the other, as long as there are any. */
  private void storeAll(Path path, Iterator<LogSpan> spans) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      LogSpan span;
      synchronized (spans) {
        if (!spans.hasNext()) {
          return;
        }
        span = spans.next();
      }
      store(path, span);
      counts.addLogs(1);
    }
  }

  private void store(Path path, LogSpan span) throws IOException {
    LogComparison comparison = new LogComparison(client, path);
    long before = comparison.lastAlike(span, 1);
    counts.addEventsBefore(before);
    if (before < span.events()) {
      new ImportedLog(originator, counts).store(path, span, before + 1);
      long stored = comparison.lastAlike(span, before + 1);
      if (stored != span.events()) {
        throw new LogDiffersException(
            span.scopeId(), stored + 1, "expected it back after it was stored, found none");
      }
    }
  }
}
