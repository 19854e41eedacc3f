package io.atomicstore.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.cli.transfer.ExportCheck.LogChecksumException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where an export is written. A file has {@code .part} behind its name until it is complete, and an
 * export that was cut off is gone on with behind its last line that is right.
 */
final class ExportOutput implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final @Nullable Path file;
  private final @Nullable FileChannel channel;
  private final OutputStream out;
  private final ExportCheck check;

  private ExportOutput(
      @Nullable Path file, @Nullable FileChannel channel, OutputStream out, ExportCheck check) {
    this.file = file;
    this.channel = channel;
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.check = check;
  }

  /** Writes to a stream, from the beginning. */
  static ExportOutput to(OutputStream out, Selection selection) throws IOException {
    ExportOutput output = new ExportOutput(null, null, out, new ExportCheck());
    output.write(new ExportLine.Header(selection));
    return output;
  }

  /**
   * Writes to a file, or goes on with it.
   *
   * @throws UnusableExportException if the file exists already, or one that was cut off is not of
   *     this selection
   */
  static ExportOutput to(Path file, Selection selection) throws IOException {
    if (Files.exists(file)) {
      throw new UnusableExportException(file + ": expected no such file yet, found one");
    }
    Path part = partOf(file);
    ExportCheck check = Files.exists(part) ? soundPart(part) : new ExportCheck();
    if (check.selection() != null && !selection.equals(check.selection())) {
      throw new UnusableExportException(
          "%s: expected an export of %s to go on with, found one of %s; remove it to begin anew"
              .formatted(part, selection, check.selection()));
    }
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    channel.truncate(check.place().offsetBytes());
    channel.position(check.place().offsetBytes());
    ExportOutput output = new ExportOutput(file, channel, Channels.newOutputStream(channel), check);
    if (check.selection() == null) {
      output.write(new ExportLine.Header(selection));
    }
    return output;
  }

  static Path partOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /** How far a file that was cut off is right. */
  private static ExportCheck soundPart(Path part) throws IOException {
    ExportCheck check = new ExportCheck();
    try (LineReader lines = LineReader.open(part, 0)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        check.take(line);
      }
    } catch (LogChecksumException e) {
      check.forgetOpenLog();
    } catch (IllegalArgumentException e) {
      // What follows is written anew.
      return check;
    }
    return check;
  }

  ExportCheck check() {
    return check;
  }

  void write(ExportLine line) throws IOException {
    byte[] bytes = line.json().toString().getBytes(UTF_8);
    // What could not be read again is not written.
    check.take(bytes);
    out.write(bytes);
    out.write('\n');
  }

  /** Ends the export, whose file gets its name then. */
  void complete() throws IOException {
    if (!check.isComplete()) {
      write(check.fileEnd());
    }
    out.flush();
    if (channel != null && file != null) {
      channel.force(true);
      Files.move(partOf(file), file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel == null) {
      out.flush();
    } else {
      out.close();
    }
  }
}
